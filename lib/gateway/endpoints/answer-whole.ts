import { answerHeaders, type ChatExchange } from '#lib/gateway/endpoints/chat-exchange'
import { chargeUsage } from '#lib/gateway/metering/charge-usage'
import { usageOfWhole } from '#lib/gateway/metering/observe-usage'
import type { Attempt } from '#lib/gateway/routing/attempt-upstream'
import type { GatewayResponse } from '#lib/gateway/types'
import { addCostToAnswer } from '#lib/gateway/wire/openai-chat/read-answer'
import { formatUsd, formatUsdNumber } from '#lib/shared/money'

/** An answer that was not streamed: the upstream's bytes as JSON, with our cost only for those who asked for it in the body. */
export function answerWhole(exchange: ChatExchange, attempt: Extract<Attempt, { kind: 'whole' }>): GatewayResponse {
  const { usage, finishReason } = attempt.answer
  const { overheadMs, chat, admitted } = exchange
  const status = exchange.context.request.signal.aborted ? 'aborted' : 'succeeded'
  const used = usageOfWhole(usage, attempt.answer, chat)
  exchange.settle({ status, httpStatus: attempt.status, errorCode: null, finishReason, ttftMs: null, overheadMs }, () => used)
  const headers = answerHeaders(exchange)
  // Never the upstream's own type: the answer comes from the portal's origin, where HTML would run.
  headers['content-type'] = 'application/json'
  if (!usage) return { status: attempt.status, headers, body: attempt.body }
  // An estimate is made behind the answer, so here its price is not known.
  const chargeNanos = used instanceof Promise ? null : chargeUsage(used, admitted).chargeNanos
  if (chargeNanos !== null) headers['x-tollgate-cost-usd'] = formatUsd(chargeNanos)
  const body = chat.wantsCost ? addCostToAnswer(attempt.body, chargeNanos === null ? 'null' : formatUsdNumber(chargeNanos)) : attempt.body
  return { status: attempt.status, headers, body }
}
