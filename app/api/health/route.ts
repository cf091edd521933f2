import { checkHealth } from '#lib/portal/health/check-health'
import { answerWithErrors } from '../_respond/answer-with-errors'

export const dynamic = 'force-dynamic'

/** 200 with the state of every part, or 503 naming the dead one. */
export function GET(): Promise<Response> {
  return answerWithErrors(async () => {
    const health = await checkHealth()
    return Response.json(health, { status: health.status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } })
  })
}
