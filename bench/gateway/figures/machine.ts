import { execFileSync } from 'node:child_process'
import { arch, cpus, loadavg, release, totalmem } from 'node:os'
import type pg from 'pg'

/** In words what the figures were taken on. */
export async function describeMachine(owner: pg.Client, cores: string): Promise<string> {
  const { rows } = await owner.query<{ version: string; fsync: string; commit: string }>(
    "select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
  )
  const [database] = rows
  const [first] = cpus()
  const gibibytes = Math.round(totalmem() / 2 ** 30)
  return [
    `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${gibibytes} GiB, Linux ${release()} on ${arch()}`,
    `Node ${process.version}`,
    `PostgreSQL ${database?.version} (fsync ${database?.fsync}, synchronous_commit ${database?.commit})`,
    cores,
    `load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')} when it began`,
    `commit ${commitName()}`,
  ].join('; ')
}

function commitName(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
