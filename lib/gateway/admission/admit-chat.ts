import { boundCountedInput, boundInputTokens, boundUsage } from '#lib/gateway/admission/bound-input'
import { type HoldPlan, planHold } from '#lib/gateway/admission/plan-hold'
import { authenticateAgain, type Caller } from '#lib/gateway/keys/authenticate'
import type { ChargeTerms } from '#lib/gateway/metering/charge-usage'
import type { PriceCard } from '#lib/shared/pricing/price-card'
import { countPromptTokens } from '#lib/gateway/metering/count-prompt-tokens'
import { currentSnapshot, snapshotSince, verifiedSnapshot } from '#lib/gateway/snapshot/current-snapshot'
import type { ModelEntry, Snapshot } from '#lib/gateway/snapshot/snapshot'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { admitRequest, type AdmitVerdict } from '#lib/ledger/admit-request'
import { unknownModel } from '#lib/gateway/refusals/unknown-model'
import { TollgateError } from '#lib/shared/errors'
import { showId } from '#lib/shared/ids'
import { divideCeil, formatUsd } from '#lib/shared/money'

/** Stale snapshots and changed keys in a row before the request is given up as unlucky. */
const maxRounds = 6
/** Longer prompts are not tokenised for admission: dense text takes seconds a megabyte, and this must be a whole count. */
const maxCountedBytes = 256 * 1024
const perMillion = 1_000_000n

export const chatWire = 'openai-chat'

/** A request whose worst case is held, with the model and price it was held at. */
export interface AdmittedChat extends ChargeTerms {
  caller: Caller
  snapshot: Snapshot
  model: ModelEntry
  /** Ceiling that must be written upstream; null where the client's own, or the model's, stands. */
  ceilingTokens: number | null
  wasLowered: boolean
}

/**
 * Plans the hold and asks the ledger for it, again with fresh knowledge when the ledger says ours is old, and once more with
 * the text tokenised when the byte bound does not fit.
 * @throws TollgateError model_not_found, no_channel, insufficient_credit, budget_exceeded, or what authentication throws.
 */
export async function admitChat(
  requestId: string,
  first: Caller,
  chat: ChatRequest,
  options: { ttlMs: number; now: () => number },
): Promise<AdmittedChat> {
  let caller = first
  let snapshot = await currentSnapshot()
  let countedTokens: number | null = null
  for (let round = 0; round < maxRounds; round++) {
    const offer = findOffer(snapshot, chat.model, caller)
    if (!offer) {
      const verified = await verifiedSnapshot()
      if (verified === snapshot) throw refuseModel(snapshot, chat.model, caller)
      snapshot = verified
      continue
    }
    const { model, price } = offer
    const inputTokens = countedTokens === null ? boundInputTokens(chat, model.limits) : boundCountedInput(chat, model.limits, countedTokens)
    const plan = planHold(chat, model.limits, [price], inputTokens)
    const verdict = await admitRequest({
      requestId,
      teamId: caller.key.teamId,
      keyId: caller.key.keyId,
      policyVersion: caller.key.policyVersion,
      snapshotVersion: snapshot.version,
      model: model.name,
      wire: chatWire,
      holdNanos: plan.holdNanos,
      fixedNanos: plan.fixedNanos,
      outputNanosPerMillion: plan.outputNanosPerMillion,
      leastTokens: plan.clientGaveMax ? null : plan.minTokens,
      ttlMs: options.ttlMs,
    })
    switch (verdict.kind) {
      case 'held':
        return {
          caller,
          snapshot,
          model,
          price,
          ceilingTokens: plan.mustSendCeiling ? plan.maxTokens : null,
          wasLowered: false,
          holdNanos: plan.holdNanos,
          usageBounds: boundUsage(chat, model.limits, plan.maxTokens),
        }
      case 'lowered':
        return {
          caller,
          snapshot,
          model,
          price,
          ceilingTokens: verdict.ceilingTokens,
          wasLowered: true,
          holdNanos: holdFor(plan, verdict.ceilingTokens),
          usageBounds: boundUsage(chat, model.limits, verdict.ceilingTokens),
        }
      case 'stale_snapshot':
        snapshot = await snapshotSince(verdict.version)
        break
      case 'key_changed':
        caller = await authenticateAgain(caller, options.now())
        break
      default:
        if (countedTokens !== null || !couldFit(chat, model, price, verdict)) throw refuseMoney(verdict, plan)
        countedTokens = await countPromptTokens(chat)
    }
  }
  throw new TollgateError('unavailable')
}

function findOffer(snapshot: Snapshot, name: string, caller: Caller): { model: ModelEntry; price: PriceCard } | null {
  const model = snapshot.models.get(name)
  const price = model?.prices.get(caller.key.customerGroup)
  return model && price && model.candidates.length > 0 ? { model, price } : null
}

function refuseModel(snapshot: Snapshot, name: string, caller: Caller): TollgateError {
  const isPriced = snapshot.models.get(name)?.prices.has(caller.key.customerGroup)
  if (isPriced) return new TollgateError('no_channel')
  return unknownModel(name)
}

type Shortfall = Extract<AdmitVerdict, { availableNanos: bigint }>

/** Whether even an empty prompt would fit; if not, counting tokens is wasted. */
function couldFit(chat: ChatRequest, model: ModelEntry, price: PriceCard, shortfall: Shortfall): boolean {
  const isCountable = chat.body.length <= maxCountedBytes && chat.media.audios === 0 && chat.media.documents === 0
  if (!isCountable) return false
  const least = planHold(chat, model.limits, [price], 0)
  const leastTokens = least.clientGaveMax ? least.maxTokens : least.minTokens
  return holdFor(least, leastTokens) <= shortfall.availableNanos
}

/** The hold of a plan at another output ceiling. */
function holdFor(plan: HoldPlan, ceilingTokens: number): bigint {
  return plan.fixedNanos + divideCeil(BigInt(ceilingTokens) * plan.outputNanosPerMillion, perMillion)
}

/** 402, naming the limit that refused and the output that could still be paid for. */
function refuseMoney(shortfall: Shortfall, plan: HoldPlan): TollgateError {
  const isBudget = shortfall.kind === 'over_budget'
  const needed = formatUsd(plan.holdNanos)
  const available = formatUsd(shortfall.availableNanos)
  const { affordableTokens } = shortfall
  const hint = affordableTokens > 0 ? ` At most ${affordableTokens} output tokens can be paid for: ask for no more in "max_tokens".` : ''
  return new TollgateError(isBudget ? 'budget_exceeded' : 'insufficient_credit', {
    message: `This request may cost up to $${needed}, and ${isBudget ? 'a budget' : 'the credit of the team'} has $${available} left.${hint}`,
    param: plan.clientGaveMax ? 'max_tokens' : undefined,
    details: {
      limit: isBudget ? 'budget' : 'credit',
      ...(isBudget && { budget: showId('budget', shortfall.budgetId) }),
      needed_usd: needed,
      available_usd: available,
      affordable_tokens: affordableTokens,
    },
  })
}
