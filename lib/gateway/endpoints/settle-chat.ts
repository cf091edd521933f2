import type { AdmittedChat } from '#lib/gateway/admission/admit-chat'
import { chatWire } from '#lib/gateway/admission/admit-chat'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import { settledContext } from '#lib/gateway/endpoints/settled-context'
import { blockFailingKey } from '#lib/gateway/keys/block-failing-key'
import type { KeyRecord } from '#lib/gateway/keys/find-key'
import { startSettling } from '#lib/gateway/in-flight'
import type { LimitGrant } from '#lib/gateway/limits/limit-grant'
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
export function settleChat(run: RunRequest, outcome: ChatOutcome, use: () => Promise<ObservedUsage | null> | ObservedUsage | null): void {
  const { context } = run
  startSettling(context.requestId, settle(run, outcome, use), (work) => context.request.waitUntil(work))
}

async function settle(
  run: RunRequest,
  outcome: ChatOutcome,
  use: () => Promise<ObservedUsage | null> | ObservedUsage | null,
): Promise<void> {
  const latencyMs = Math.round(performance.now() - run.context.startedAt)
  const { caller, grant } = run.admitted
  let charged: ChargedRequest
  try {
    const using = use()
    // Not a turn later: who has read the end of the answer may ask again.
    if (using instanceof Promise) void grant.free()
    charged = chargeRequest(run, outcome, using instanceof Promise ? await using : using, latencyMs)
  } catch (error) {
    void grant.free()
    throw error
  }
  // Not awaited here: while the batch gathers and commits, nothing of the request and its answer is to be kept in memory.
  return commitCharge(charged, caller.key, grant)
}

interface ChargedRequest {
  settlement: Settlement
  /** Of what was reserved of the limits. */
  corrected: Promise<void>
}

function chargeRequest(
  { context, admitted, progress, stages, streamed }: RunRequest,
  outcome: ChatOutcome,
  observed: ObservedUsage | null,
  latencyMs: number,
): ChargedRequest {
  const { candidate, attempts } = progress
  const used = observed && chargeUsage(observed, admitted)
  const corrected = admitted.grant.settle(used ? inputTokens(used.usage) + outputTokens(used.usage) : 0)
  if (used && !used.isPlausible) reportImplausible(context, candidate?.channelId ?? null, observed)
  const settlement: Settlement = {
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
  }
  return { settlement, corrected }
}

async function commitCharge({ settlement, corrected }: ChargedRequest, { keyId, policy }: KeyRecord, grant: LimitGrant): Promise<void> {
  try {
    await settleRequest(settlement)
    await corrected
    if (policy.blockAfterFailures !== null && isFailure(settlement.status)) await blockFailingKey(keyId, policy.blockAfterFailures)
  } finally {
    // Where the settlement itself fails, what was reserved stands, but nothing is under way any more.
    void grant.free()
  }
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
