import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { runCommand } from './run-command.ts'

/**
 * When a living process began, in the system's own words: with the id it names one process for good, even after
 * the id has been given to another. Null when it has ended (a zombie has).
 */
export async function processBirth(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') {
    const { code, stdout } = await runCommand('ps', ['-p', String(pid), '-o', 'lstart='])
    return code === 0 ? stdout.trim() || null : null
  }
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field is the name in brackets and may hold spaces.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [state, birth] = [fields[0], fields[19]]
  return birth === undefined || state === 'Z' || state === 'X' ? null : birth
}

/** @returns whether the process ended within that time */
export async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(25)) {
    if ((await processBirth(pid)) === null) return true
  }
  return (await processBirth(pid)) === null
}
