import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './embedded/data-folder.ts'

export interface RunningChild {
  /** Undefined when it could not be started. */
  pid: number | undefined
  /** Settles with the exit code, or null when a signal ended it. */
  ended: Promise<number | null>
  /** Asks it to end, and makes it after that time. */
  stop(withinMs: number): Promise<void>
  /** Ends it and everything it has started, at once. */
  kill(): void
}

/**
 * Starts a Node program of the project that cannot outlive us. It gets a session of its own, so that Ctrl-C in a
 * terminal reaches only the launcher, which ends everything in order.
 */
export function runChild(args: string[], environment: NodeJS.ProcessEnv, output: StdioOptions): RunningChild {
  const watch = pathToFileURL(join(projectRoot, 'dev', 'watch-parent.ts')).href
  const stdio = Array.isArray(output) ? [...output, 'ipc' as const] : [output, output, output, 'ipc' as const]
  const env = { ...environment, TOLLGATE_LAUNCHER_PID: String(process.pid) }
  const child = spawn(process.execPath, ['--import', watch, ...args], { cwd: projectRoot, env, stdio, detached: true })
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code))
  })
  return {
    pid: child.pid,
    ended,
    kill: () => killGroup(child),
    stop: async (withinMs) => {
      child.kill('SIGTERM')
      const timer = new AbortController()
      await Promise.race([ended, sleep(withinMs, undefined, { signal: timer.signal }).catch(() => undefined)])
      timer.abort()
      killGroup(child)
      await ended
    },
  }
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
