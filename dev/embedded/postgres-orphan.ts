import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
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
  if (!Number.isInteger(pid) || pid <= 1 || (await processBirth(pid)) === null) return
  if (!(await worksIn(pid, cluster))) {
    await rm(pidFile, { force: true })
    return
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    trySignal(pid, signal)
    if (await hasEnded(pid, 10_000)) return
  }
  throw new StartFailure(`Another PostgreSQL (process ${pid}) still uses ${cluster}: end it, then start again.`)
}

async function worksIn(pid: number, cluster: string): Promise<boolean> {
  const folder = await realpath(cluster)
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === folder
  return (await runCommand('ps', ['-p', String(pid), '-o', 'command='])).stdout.includes(cluster)
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Ended meanwhile, or not ours to end: the wait that follows tells which.
  }
}
