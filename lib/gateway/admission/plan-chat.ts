import { boundCountedInput, boundInputTokens } from '#lib/gateway/admission/bound-input'
import { affordableTokens, fitHold, type HoldPlan, holdFor, planHold } from '#lib/gateway/admission/plan-hold'
import { refuseByPolicy, refuseUnnamed } from '#lib/gateway/admission/refuse-by-policy'
import type { KeyRecord } from '#lib/gateway/keys/find-key'
import type { ModelEntry, Snapshot } from '#lib/gateway/snapshot/snapshot'
import { applyDefaults } from '#lib/gateway/wire/openai-chat/apply-defaults'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { TollgateError } from '#lib/shared/errors'
import { formatUsd } from '#lib/shared/money'
import { checkEndUser, checkModel, checkRequestCost, type Refusal, resolveModel } from '#lib/shared/policy/check-policy'
import type { EffectivePolicy } from '#lib/shared/policy/effective-policy'
import type { PriceCard } from '#lib/shared/pricing/price-card'

/** Longer prompts are not tokenised for admission: dense text takes seconds a megabyte, and this must be a whole count. */
const maxCountedBytes = 256 * 1024

/** A request as the key's policy and the price list let it run. */
export interface PlannedChat {
  chat: ChatRequest
  model: ModelEntry
  price: PriceCard
  plan: HoldPlan
}

export type Planning =
  | ({ kind: 'planned' } & PlannedChat)
  /** By the key's policy; `couldFit`: counting the text's tokens might help. */
  | { kind: 'refused'; error: TollgateError; couldFit: boolean }
  /** By the snapshot: no such model, no price for this customer, or no channel. */
  | { kind: 'not_offered'; model: string }

export interface PlanInput {
  key: KeyRecord
  snapshot: Snapshot
  /** As the client sent it. */
  chat: ChatRequest
  /** Null until the text had to be tokenised. */
  countedTokens: number | null
  /** Takes the place of the model that was asked for; no alias leads from it. */
  fallbackModel: string | null
}

/** What a request would come to under one state of key and snapshot; decides, and asks nobody. */
export function planChat({ key, snapshot, chat: sent, countedTokens, fallbackModel }: PlanInput): Planning {
  const { policy } = key
  const chat = applyDefaults(sent, policy.defaults)
  const name = fallbackModel ?? resolveModel(policy, chat.model)
  const foreign = checkModel(policy, name)
  if (foreign) return refused(refuseByPolicy(foreign, { model: name }))
  const unnamed = checkEndUser(policy, chat.endUser)
  if (unnamed) return refused(refuseUnnamed(unnamed))
  const beyond = refuseOutput(policy, chat)
  if (beyond) return refused(beyond)
  const model = snapshot.models.get(name)
  const price = model?.prices.get(key.customerGroup)
  if (!model || !price || model.candidates.length === 0) return { kind: 'not_offered', model: name }
  const inputTokens = countedTokens === null ? boundInputTokens(chat, model.limits) : boundCountedInput(chat, model.limits, countedTokens)
  const plan = planHold(chat, model.limits, [price], inputTokens, policy.maxOutputTokens?.value)
  const costly = checkRequestCost(policy, plan.holdNanos)
  const fitted = costly && policy.maxRequestNanos ? fitHold(plan, policy.maxRequestNanos.value) : plan
  if (fitted) return { kind: 'planned', chat, model, price, plan: fitted }
  const most = policy.maxRequestNanos?.value ?? 0n
  return {
    kind: 'refused',
    error: refuseCost(costly, plan, most),
    couldFit: countedTokens === null && couldFit({ chat, model, price }, most),
  }
}

function refused(error: TollgateError): Planning {
  return { kind: 'refused', error, couldFit: false }
}

/** A maximum, or room for thinking, that the client asked for beyond what the policy grants. */
function refuseOutput({ maxOutputTokens }: EffectivePolicy, chat: ChatRequest): TollgateError | null {
  if (maxOutputTokens === null) return null
  const { value: most, level } = maxOutputTokens
  const isThinking = (chat.thinking?.tokens ?? 0) > (chat.maxTokens ?? 0)
  const asked = isThinking ? chat.thinking?.tokens : chat.maxTokens
  if (asked == null || asked <= most) return null
  const given = chat.members.has('max_completion_tokens') ? 'max_completion_tokens' : 'max_tokens'
  const param = isThinking && chat.thinking ? chat.thinking.param : given
  const limit = `${level}.max_output_tokens`
  return new TollgateError('invalid_request', {
    param,
    message: `"${param}" may be at most ${most} with this key (${limit}).`,
    details: { limit, level, max_output_tokens: most },
  })
}

/** 402 for a request that may cost more than one request may. */
function refuseCost(refusal: Refusal | null, plan: HoldPlan, mostNanos: bigint): TollgateError {
  const [needed, most] = [formatUsd(plan.holdNanos), formatUsd(mostNanos)]
  const affordable = Math.min(affordableTokens(plan, mostNanos), plan.maxTokens)
  const hint = affordable > 0 ? ` At most ${affordable} output tokens fit: ask for no more in "max_tokens".` : ''
  return new TollgateError('request_too_expensive', {
    message: `This request may cost up to $${needed}, and one request of this key may cost $${most} (${refusal?.limit}).${hint}`,
    param: plan.clientGaveMax ? 'max_tokens' : undefined,
    details: {
      ...(refusal && { limit: refusal.limit, level: refusal.level }),
      needed_usd: needed,
      max_usd: most,
      affordable_tokens: affordable,
    },
  })
}

/** Whether even an empty prompt would fit into this much; if not, counting tokens is wasted. */
export function couldFit({ chat, model, price }: Omit<PlannedChat, 'plan'>, availableNanos: bigint): boolean {
  const isCountable = chat.body.length <= maxCountedBytes && chat.media.audios === 0 && chat.media.documents === 0
  if (!isCountable) return false
  const least = planHold(chat, model.limits, [price], 0)
  return holdFor(least, least.clientGaveMax ? least.maxTokens : least.minTokens) <= availableNanos
}
