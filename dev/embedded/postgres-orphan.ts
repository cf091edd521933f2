import { readFile, readdir, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasEnded, processBirth } from './process-life.ts'
import { runCommand } from './run-command.ts'
import { StartFailure } from './start-failure.ts'

/**
 * Ends a server of this data folder that outlived a killed launcher. The caller holds the folder's lock, so no
 * living launcher owns it. A process id that now belongs to another program is forgotten, not signalled.
 */
export async function stopOrphanedPostgres(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!(await isServerOf(pid, cluster))) break
    trySignal(pid, signal)
    await hasEnded(pid, 10_000)
  }
  const left = await waitUntilDeserted(cluster)
  if (left !== null) throw new StartFailure(`Another PostgreSQL (process ${left}) still uses ${cluster}: end it, then start again.`)
  // A killed server leaves this behind, and its id may by now be a zombie's or another program's.
  await rm(pidFile, { force: true })
}

async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if ((await processBirth(pid)) === null) return false
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === (await realpath(cluster))
  return (await runCommand('ps', ['-p', String(pid), '-o', 'command='])).stdout.includes(cluster)
}

/** The processes of a killed server notice within moments and end; until then its memory must not be shared. */
async function waitUntilDeserted(cluster: string): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const folder = await realpath(cluster)
  for (const until = Date.now() + 10_000; ; await sleep(25)) {
    const left = await findProcessIn(folder)
    if (left === null || Date.now() > until) return left
  }
}

async function findProcessIn(folder: string): Promise<number | null> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    if ((await readlink(`/proc/${name}/cwd`).catch(() => '')) === folder) return Number(name)
  }
  return null
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Ended meanwhile, or not ours to end: the wait that follows tells which.
  }
}
