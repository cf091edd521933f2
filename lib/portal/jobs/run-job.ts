import { type JobName, jobs } from '#lib/portal/jobs/jobs'
import { asPortal } from '#lib/shared/database/as-role'
import { log } from '#lib/shared/log'

async function record(job: JobName, startedAt: Date, outcome: 'ok' | 'failed', done: number | null): Promise<void> {
  const run = { started_at: startedAt, finished_at: new Date(), outcome, done: done === null ? null : BigInt(done) }
  await asPortal((tx) =>
    tx
      .insertInto('core.job_runs')
      .values({ job, ...run })
      .onConflict((conflict) => conflict.column('job').doUpdateSet(run))
      .execute(),
  )
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
