import { spawn } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '#dev/embedded/data-folder'
import { freePort } from '#dev/embedded/free-port'
import { hasEnded, processBirth } from '#dev/embedded/process-life'
import type { FirstRun } from '#dev/welcome'

export interface Launched {
  baseUrl: string
  /** Everything it has printed so far. */
  output: () => string
  ended: Promise<number | null>
  /** Resolves when the portal is healthy; rejects with the output when the launcher ended first. */
  ready: () => Promise<FirstRun>
  /** Every process under npm, npm itself first; those whose command contains `text`, when given. */
  processes: (text?: string) => Promise<number[]>
  /** As from a terminal: to npm and all that share its group. */
  interrupt: (signal: NodeJS.Signals) => void
}

/** Runs `npm start` as a person would, in a process group of its own. */
export async function runNpmStart(dataDir: string, environment: Record<string, string> = {}): Promise<Launched> {
  const port = environment.PORT ?? String(await freePort())
  const baseUrl = `http://localhost:${port}`
  const child = spawn('npm', ['start'], {
    cwd: projectRoot,
    env: { ...process.env, TOLLGATE_DATA_DIR: dataDir, PORT: port, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const npm = child.pid ?? 0
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  let hasClosed = false
  void ended.then(() => (hasClosed = true))
  return {
    baseUrl,
    output: () => output,
    ended,
    ready: async () => {
      while (!(await fetch(`${baseUrl}/api/health`).catch(() => null))?.ok) {
        if (hasClosed) throw new Error(output)
        await sleep(50)
      }
      return JSON.parse(await readFile(join(dataDir, 'first-run.json'), 'utf8')) as FirstRun
    },
    processes: (text) => listProcesses(npm, text),
    interrupt: (signal) => process.kill(-npm, signal),
  }
}

async function listProcesses(root: number, text = ''): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    const line = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : ''
    if (line) parents.set(Number(name), Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const found = [root]
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child)
  const commands = await Promise.all(found.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return found.filter((_, index) => commands[index]?.replaceAll('\0', ' ').includes(text))
}

/** Those of the processes that still live after a while. */
export async function survivors(pids: number[], withinMs: number): Promise<number[]> {
  await Promise.all(pids.map((pid) => hasEnded(pid, withinMs)))
  const births = await Promise.all(pids.map(processBirth))
  return pids.filter((_, index) => births[index] !== null)
}

/** SIGKILL; those that have ended meanwhile are passed over. */
export function killAll(pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
