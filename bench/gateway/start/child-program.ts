import { execFileSync, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const programs = join(import.meta.dirname, '..', 'programs')

export interface ChildProgram {
  child: ChildProcess
  pid: number
  stop: () => Promise<void>
}

/** Starts a program of this bench that ends with us. */
export function startProgram(name: string, args: string[] = []): ChildProgram {
  const child = fork(join(programs, `${name}.ts`), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return { child, pid: child.pid ?? 0, stop }
}

/** Starts a program that listens, and waits for its port. */
export async function startListener(name: string, args: string[] = []): Promise<ChildProgram & { port: number }> {
  const program = startProgram(name, args)
  const [message] = (await once(program.child, 'message')) as [{ port: number }]
  return { ...program, port: message.port }
}

/** Keeps a process on these cores, all of its threads; where that cannot be done it stays where the kernel puts it. */
export function pin(pid: number, cores: string | null): void {
  if (cores === null) return
  try {
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], { stdio: 'ignore' })
  } catch {
    process.stderr.write('taskset is not there: nothing is pinned\n')
  }
}
