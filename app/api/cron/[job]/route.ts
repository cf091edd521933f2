import { isJobName } from '#lib/portal/jobs/jobs'
import { runJob } from '#lib/portal/jobs/run-job'
import { env } from '#lib/shared/env'
import { TollgateError } from '#lib/shared/errors'
import { answerWithErrors } from '../../_respond/answer-with-errors'
import { requireBearer } from '../../_respond/require-bearer'

export const dynamic = 'force-dynamic'

/** Runs one job for hosts without a long-lived process; the scheduler proves itself with CRON_SECRET. */
export function GET(request: Request, context: { params: Promise<{ job: string }> }): Promise<Response> {
  return answerWithErrors(async () => {
    const { job } = await context.params
    requireBearer(request, env().CRON_SECRET)
    if (!isJobName(job)) throw new TollgateError('not_found')
    return Response.json({ job, done: await runJob(job) })
  })
}
