import type { HoldPlan } from '#lib/gateway/admission/plan-hold'
import type { KeyRecord } from '#lib/gateway/keys/find-key'
import type { Snapshot } from '#lib/gateway/snapshot/snapshot'
import { unknownModel } from '#lib/gateway/refusals/unknown-model'
import type { AdmitVerdict } from '#lib/ledger/admit-request'
import { TollgateError } from '#lib/shared/errors'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

export type Shortfall = Extract<AdmitVerdict, { availableNanos: bigint }>

/** A model that is not sold to this customer, or that no channel serves right now. */
export function refuseModel(snapshot: Snapshot, name: string, key: KeyRecord): TollgateError {
  if (snapshot.models.get(name)?.prices.has(key.customerGroup)) return new TollgateError('no_channel')
  return unknownModel(name)
}

/** 402, naming the limit that refused and the output that could still be paid for. */
export function refuseMoney(shortfall: Shortfall, plan: HoldPlan): TollgateError {
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
      level: isBudget ? shortfall.scope : 'team',
      ...(isBudget && { budget: showId('budget', shortfall.budgetId), period: shortfall.period }),
      ...(isBudget && shortfall.fallbackModel !== null && { fallback_model: shortfall.fallbackModel }),
      needed_usd: needed,
      available_usd: available,
      affordable_tokens: affordableTokens,
    },
  })
}
