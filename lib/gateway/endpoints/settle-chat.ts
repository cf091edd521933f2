import type { AdmittedChat } from '#lib/gateway/admission/admit-chat'
import { chatWire } from '#lib/gateway/admission/admit-chat'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import { settledContext } from '#lib/gateway/endpoints/settled-context'
import { blockFailingKey } from '#lib/gateway/keys/block-failing-key'
import { startSettling } from '#lib/gateway/in-flight'
import { chargeUsage } from '#lib/gateway/metering/charge-usage'
import type { ObservedUsage } from '#lib/gateway/metering/observe-usage'
import { priceUsage } from '#lib/shared/pricing/price-usage'
import { inputTokens, noTokens, outputTokens } from '#lib/shared/pricing/token-usage'
import type { RoutingProgress } from '#lib/gateway/routing/call-with-failover'
import { type Settlement, settleRequest, type StageTimes } from '#lib/ledger/settle-request'
import { log } from '#lib/shared/log'

/** How an admitted request ended, apart from what it used. */
export interface ChatOutcome {
  status: Settlement['status']
  httpStatus: number | null
  errorCode: string | null
  finishReason: string | null
  ttftMs: number | null
  overheadMs: number
}

/** An admitted request as far as it came. */
export interface RunRequest {
  context: RequestContext
  admitted: AdmittedChat
  progress: RoutingProgress
  stages: StageTimes
  streamed: boolean
}

/**
 * Starts the settlement of an admitted request. `use` answers what to charge, or null for a request that is free; it may
 * take its time (an estimate loads a tokenizer), since nobody waits for it.
 */
export function settleChat(
  { context, admitted, progress, stages, streamed }: RunRequest,
  outcome: ChatOutcome,
  use: () => Promise<ObservedUsage | null> | ObservedUsage | null,
): void {
  const latencyMs = Math.round(performance.now() - context.startedAt)
  const { candidate, attempts } = progress
  const settle = async () => {
    const using = use()
    // Not a turn later: who has read the end of the answer may ask again.
    if (using instanceof Promise) void admitted.grant.free()
    const observed = using instanceof Promise ? await using : using
    const used = observed && chargeUsage(observed, admitted)
    const corrected = admitted.grant.settle(used ? inputTokens(used.usage) + outputTokens(used.usage) : 0)
    if (used && !used.isPlausible) reportImplausible(context, candidate?.channelId ?? null, observed)
    await settleRequest({
      requestId: context.requestId,
      teamId: admitted.caller.key.teamId,
      keyId: admitted.caller.key.keyId,
      channelId: candidate?.channelId ?? null,
      sellPriceId: admitted.price.id,
      costPriceId: candidate?.cost?.id ?? null,
      model: admitted.model.name,
      upstreamModel: candidate?.upstreamModel ?? null,
      wire: chatWire,
      status: outcome.status,
      httpStatus: outcome.httpStatus,
      errorCode: outcome.errorCode,
      finishReason: outcome.finishReason,
      streamed,
      estimated: used?.estimated ?? false,
      usage: used?.usage ?? noTokens,
      chargeNanos: used?.chargeNanos ?? 0n,
      costNanos: used && candidate?.cost ? priceUsage(used.usage, candidate.cost) : 0n,
      latencyMs,
      ttftMs: outcome.ttftMs === null ? null : Math.round(outcome.ttftMs),
      overheadUs: Math.round(outcome.overheadMs * 1000),
      stages,
      attempts,
      ...settledContext(context, admitted),
    })
    await corrected
    const { keyId, policy } = admitted.caller.key
    if (policy.blockAfterFailures !== null && isFailure(outcome.status)) await blockFailingKey(keyId, policy.blockAfterFailures)
  }
  startSettling(
    context.requestId,
    // Where the settlement itself fails, what was reserved stands, but nothing is under way any more.
    () => settle().finally(() => void admitted.grant.free()),
    (work) => context.request.waitUntil(work),
  )
}

function isFailure(status: Settlement['status']): boolean {
  return status === 'failed' || status === 'interrupted'
}

/** An upstream, or something between, that claims more than the model can do: the operator has to look at it. */
function reportImplausible(context: RequestContext, channelId: string | null, { usage }: ObservedUsage): void {
  log.warn('usage_implausible', {
    request_id: context.shownId,
    channel_id: channelId,
    claimed_input_tokens: inputTokens(usage),
    claimed_output_tokens: outputTokens(usage),
  })
}
