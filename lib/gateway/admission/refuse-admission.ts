import type { HoldPlan } from '#lib/gateway/admission/plan-hold'
import type { KeyRecord } from '#lib/gateway/keys/find-key'
import type { Snapshot } from '#lib/gateway/snapshot/snapshot'
import { unknownModel } from '#lib/gateway/refusals/unknown-model'
import type { AdmitVerdict, RefusingBudget } from '#lib/ledger/admit-request'
import type { BudgetPeriod, BudgetScope } from '#lib/ledger/budgets'
import { TollgateError } from '#lib/shared/errors'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

export type Shortfall = Extract<AdmitVerdict, { availableNanos: bigint }>

/** A model that is not sold to this customer, or that no channel serves right now. */
export function refuseModel(snapshot: Snapshot, name: string, key: KeyRecord): TollgateError {
  if (snapshot.models.get(name)?.prices.has(key.customerGroup)) return new TollgateError('no_channel')
  return unknownModel(name)
}

/** 402, naming what refused and the output that could still be paid for. */
export function refuseMoney(shortfall: Shortfall, plan: HoldPlan): TollgateError {
  const needed = formatUsd(plan.holdNanos)
  const available = formatUsd(shortfall.availableNanos)
  const { affordableTokens } = shortfall
  const hint = affordableTokens > 0 ? ` At most ${affordableTokens} output tokens can be paid for: ask for no more in "max_tokens".` : ''
  const param = plan.clientGaveMax ? 'max_tokens' : undefined
  const amounts = { needed_usd: needed, available_usd: available, affordable_tokens: affordableTokens }
  if (shortfall.kind === 'no_credit') {
    const message = `This request may cost up to $${needed}, and the credit of the team has $${available} left.${hint}`
    return new TollgateError('insufficient_credit', { message, param, details: { limit: 'credit', level: 'team', ...amounts } })
  }
  const { amountNanos, endsAt, fallbackModel } = shortfall
  const left = `has $${available} of $${formatUsd(amountNanos)} left${endsAt ? ` until ${endsAt.toISOString()}` : ''}`
  return new TollgateError('budget_exceeded', {
    message: `This request may cost up to $${needed}, and ${sayBudget(shortfall)} ${left}.${hint} An administrator of the team can raise it.`,
    param,
    details: {
      limit: 'budget',
      level: shortfall.scope,
      budget: showId('budget', shortfall.budgetId),
      period: shortfall.period,
      ...(shortfall.name !== null && { name: shortfall.name }),
      amount_usd: formatUsd(amountNanos),
      resets_at: endsAt && endsAt.toISOString(),
      ...(fallbackModel !== null && { fallback_model: fallbackModel }),
      ...amounts,
    },
    // What is larger than the whole budget fits in no period.
    retryAfterSeconds:
      endsAt && plan.holdNanos <= amountNanos ? Math.max(1, Math.ceil((endsAt.getTime() - Date.now()) / 1_000)) : undefined,
  })
}

const budgetOf = {
  team: () => 'of the team',
  member: () => 'of the member this key belongs to',
  key: () => 'of this key',
  tag: (name: string) => `of the tag "${name}"`,
  model: (name: string) => `of the model "${name}"`,
  end_user: () => 'of this end user',
} satisfies Record<BudgetScope, (name: string) => string>
const periodWords = { day: 'daily', week: 'weekly', month: 'monthly', quarter: 'quarterly', total: 'total' } satisfies Record<
  BudgetPeriod,
  string
>

/** In words, such as `the monthly budget of this key`. */
function sayBudget({ scope, period, name, perEndUser }: RefusingBudget): string {
  return `the ${periodWords[period]} budget ${perEndUser ? 'for each end user ' : ''}${budgetOf[scope](name ?? '')}`
}
