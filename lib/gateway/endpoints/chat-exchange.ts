import type { AdmittedChat } from '#lib/gateway/admission/admit-chat'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import type { ChatOutcome } from '#lib/gateway/endpoints/settle-chat'
import { chargeUsage } from '#lib/gateway/metering/charge-usage'
import type { ObservedUsage } from '#lib/gateway/metering/observe-usage'
import type { TokenUsage } from '#lib/shared/pricing/token-usage'
import type { RoutingProgress } from '#lib/gateway/routing/call-with-failover'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { showId } from '#lib/shared/ids'
import { formatUsdNumber } from '#lib/shared/money'

/** An admitted request and what becomes of it. */
export interface ChatExchange {
  context: RequestContext
  chat: ChatRequest
  admitted: AdmittedChat
  progress: RoutingProgress
  /** When an answer must have begun, on `performance.now()`. */
  deadline: number
  /** When the host ends the request whatever it is doing; null where none does, for a running stream is never cut. */
  hostDeadline: number | null
  /** Time spent here rather than waiting for the client's body or an upstream. */
  overheadMs: number
  settle(outcome: ChatOutcome, use: () => Promise<ObservedUsage | null> | ObservedUsage | null): void
}

export function failedOutcome(exchange: ChatExchange, httpStatus: number, errorCode: string | null): ChatOutcome {
  return { status: 'failed', httpStatus, errorCode, finishReason: null, ttftMs: null, overheadMs: exchange.overheadMs }
}

/** What every answer to an admitted request says of how it was served. */
export function answerHeaders(exchange: ChatExchange): Record<string, string> {
  const { admitted, overheadMs, progress } = exchange
  const headers: Record<string, string> = {
    ...admitted.grant.headers,
    'x-tollgate-model': encodeURI(admitted.model.name),
    'x-tollgate-overhead-ms': overheadMs.toFixed(2),
  }
  if (progress.candidate) headers['x-tollgate-channel'] = showId('chan', progress.candidate.channelId)
  if (admitted.wasLowered) headers['x-tollgate-max-tokens'] = String(admitted.ceilingTokens)
  if (admitted.fallbackModel !== null) {
    headers['x-tollgate-fallback-model'] = encodeURI(admitted.model.name)
    headers['x-tollgate-fallback-reason'] = 'budget'
  }
  return headers
}

/** A JSON number of USD: the exact decimal, without trailing zeros. */
export function costText(usage: TokenUsage, admitted: AdmittedChat): string {
  return formatUsdNumber(chargeUsage({ usage, estimated: false, isTold: true }, admitted).chargeNanos)
}
