import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { mailStanding, type MailStanding } from '#lib/portal/accounts/mail-standing'
import { reading } from '#lib/portal/acting/run-verb'
import { checkHealth, type Health } from '#lib/portal/health/check-health'
import { type JobName, jobs } from '#lib/portal/jobs/jobs'
import { env } from '#lib/shared/env'

export interface JobStanding {
  job: JobName
  everyMs: number
  startedAt: Date | null
  finishedAt: Date | null
  outcome: 'ok' | 'failed' | null
  /** What it did last, in its own unit. */
  done: number | null
}

export const systemWarnings = [
  'mail_outbox',
  'mail_hosted',
  'no_cron_secret',
  'memory_limits',
  'embedded',
  'private_upstreams',
  'plain_http',
  'partitions_low',
] as const
export type SystemWarning = (typeof systemWarnings)[number]

export interface SystemStanding {
  health: Health
  mail: MailStanding
  node: string
  environment: string
  /** When this process started. */
  startedAt: Date
  snapshotVersion: bigint
  postgres: string
  databaseBytes: bigint
  /** Months of request rows that have a partition, as `2026-11`, oldest first. */
  partitions: string[]
  jobs: JobStanding[]
  warnings: SystemWarning[]
}

const fewPartitionsAhead = 1

/** Everything that says whether this installation is well, and what it does without. */
export async function getSystem(actor: Actor, now: Date): Promise<SystemStanding> {
  const read = await reading(actor, 'system.read', null, async (transaction) => {
    const { rows } = await sql<{ snapshot: bigint; postgres: string; bytes: bigint; partitions: string[] }>`
      select (select version from core.snapshot_state) as snapshot, current_setting('server_version') as postgres,
        pg_database_size(current_database()) as bytes,
        array(select replace(substr(c.relname, 10), '_', '-') from pg_inherits i join pg_class c on c.oid = i.inhrelid
          where i.inhparent = 'usage.requests'::regclass and c.relname ~ '^requests_[0-9]{4}_[0-9]{2}$' order by 1) as partitions
    `.execute(transaction)
    return { row: rows[0], runs: await transaction.selectFrom('core.job_runs').selectAll().execute() }
  })
  const health = await checkHealth()
  const { row, runs } = read
  const partitions = row?.partitions ?? []
  return {
    health,
    mail: mailStanding(),
    node: process.version,
    environment: env().NODE_ENV,
    startedAt: new Date(now.getTime() - process.uptime() * 1_000),
    snapshotVersion: row?.snapshot ?? 0n,
    postgres: row?.postgres ?? '',
    databaseBytes: row?.bytes ?? 0n,
    partitions,
    jobs: (Object.keys(jobs) as JobName[]).map((job) => toStanding(job, runs)),
    warnings: warningsOf(health, partitions, now),
  }
}

interface RunRow {
  job: string
  started_at: Date
  finished_at: Date | null
  outcome: string | null
  done: bigint | null
}

function toStanding(job: JobName, runs: readonly RunRow[]): JobStanding {
  const run = runs.find((candidate) => candidate.job === job)
  return {
    job,
    everyMs: jobs[job].everyMs,
    startedAt: run?.started_at ?? null,
    finishedAt: run?.finished_at ?? null,
    outcome: run?.outcome === 'ok' || run?.outcome === 'failed' ? run.outcome : null,
    done: run?.done === null || run?.done === undefined ? null : Number(run.done),
  }
}

/** What the operator should know about the environment; none of it is an outage. */
function warningsOf(health: Health, partitions: readonly string[], now: Date): SystemWarning[] {
  const { TOLLGATE_EMBEDDED, CRON_SECRET, TOLLGATE_ALLOW_PRIVATE_UPSTREAMS, publicUrl } = env()
  const mail = mailStanding()
  const ahead = partitions.filter((month) => month > now.toISOString().slice(0, 7)).length
  const found: Record<SystemWarning, boolean> = {
    embedded: TOLLGATE_EMBEDDED,
    mail_outbox: mail === 'outbox',
    mail_hosted: mail === 'auth-server',
    no_cron_secret: !TOLLGATE_EMBEDDED && CRON_SECRET === undefined,
    memory_limits: health.shared_state.kind === 'memory',
    private_upstreams: !TOLLGATE_EMBEDDED && TOLLGATE_ALLOW_PRIVATE_UPSTREAMS,
    plain_http: !TOLLGATE_EMBEDDED && publicUrl.startsWith('http:'),
    partitions_low: ahead < fewPartitionsAhead,
  }
  return systemWarnings.filter((warning) => found[warning])
}
