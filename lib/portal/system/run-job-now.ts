import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { isJobName } from '#lib/portal/jobs/jobs'
import { runJob } from '#lib/portal/jobs/run-job'
import { TollgateError } from '#lib/shared/errors'

/**
 * Runs a background job at once; jobs bear being run twice at a time. The audit row is written first: a job that fails
 * was still asked for.
 * @returns how much it did, in the job's own unit
 */
export async function runJobNow(actor: Actor, job: string): Promise<number> {
  await acting(undefined, async (transaction) => {
    await requirePermission(transaction, actor, 'job.run', null)
    if (!isJobName(job)) throw new TollgateError('not_found')
    await writeAudit(transaction, actor, { teamId: null, action: 'job.run', targetKind: 'installation', targetId: job })
  })
  if (!isJobName(job)) throw new TollgateError('not_found')
  return runJob(job)
}
