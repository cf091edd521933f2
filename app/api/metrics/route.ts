import { env } from '#lib/shared/env'
import { renderMetrics } from '#lib/shared/metrics'
import { answerWithErrors } from '../_respond/answer-with-errors'
import { requireBearer } from '../_respond/require-bearer'

export const dynamic = 'force-dynamic'

/** What this process counts, for Prometheus; the scraper proves itself with METRICS_TOKEN. */
export function GET(request: Request): Promise<Response> {
  return answerWithErrors(async () => {
    requireBearer(request, env().METRICS_TOKEN)
    const { contentType, text } = await renderMetrics()
    return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
  })
}
