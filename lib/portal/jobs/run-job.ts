import { systemActor } from '#lib/portal/acting/actor'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { type JobName, jobs } from '#lib/portal/jobs/jobs'
import { asPortal } from '#lib/shared/database/as-role'
import { log } from '#lib/shared/log'

/** Their work changes what people may ask about later; the others keep sums and mails, which have their own record. */
const audited: ReadonlySet<JobName> = new Set<JobName>(['sweep-holds', 'create-partitions', 'forget-replays', 'forget-notices'])

async function record(job: JobName, startedAt: Date, outcome: 'ok' | 'failed', done: number | null): Promise<void> {
  const run = { started_at: startedAt, finished_at: new Date(), outcome, done: done === null ? null : BigInt(done) }
  await asPortal(async (tx) => {
    await tx
      .insertInto('core.job_runs')
      .values({ job, ...run })
      .onConflict((conflict) => conflict.column('job').doUpdateSet(run))
      .execute()
    if (!audited.has(job) || done === null || done === 0) return
    await writeAudit(tx, systemActor, { teamId: null, action: 'job.run', targetKind: 'installation', targetId: job, after: { done } })
  })
}

/** Runs one job and records its end; answers how much it did. */
export async function runJob(job: JobName): Promise<number> {
  const startedAt = new Date()
  try {
    const done = await jobs[job].run()
    await record(job, startedAt, 'ok', done)
    if (done > 0) log.info('job_done', { job, done })
    return done
  } catch (error) {
    log.error('job_failed', { job }, error)
    await record(job, startedAt, 'failed', null)
    throw error
  }
}
