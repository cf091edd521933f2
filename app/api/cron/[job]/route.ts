import { isJobName } from '#lib/portal/jobs/jobs'
import { runJob } from '#lib/portal/jobs/run-job'
import { equalInConstantTime } from '#lib/shared/crypto'
import { env } from '#lib/shared/env'
import { TollgateError } from '#lib/shared/errors'
import { answerWithErrors } from '../../_respond/answer-with-errors'

export const dynamic = 'force-dynamic'

/** Runs one job for hosts without a long-lived process; the scheduler proves itself with CRON_SECRET. */
export function GET(request: Request, context: { params: Promise<{ job: string }> }): Promise<Response> {
  return answerWithErrors(async () => {
    const { job } = await context.params
    const secret = env().CRON_SECRET
    const given = request.headers.get('authorization') ?? ''
    if (secret === undefined || !equalInConstantTime(given, `Bearer ${secret}`)) throw new TollgateError('unauthenticated')
    if (!isJobName(job)) throw new TollgateError('not_found')
    return Response.json({ job, done: await runJob(job) })
  })
}
