import type { BudgetMode, BudgetPeriod, BudgetScope, BudgetState } from '#lib/ledger/budgets'
import { policyModes, policyPeriods } from '#lib/shared/policy/policy-document'

export const budgetScopes = ['team', 'member', 'key', 'tag', 'model', 'end_user'] as const satisfies readonly BudgetScope[]
export const budgetPeriods = policyPeriods satisfies readonly BudgetPeriod[]
export const budgetModes = policyModes satisfies readonly BudgetMode[]

export interface Budget {
  id: string
  teamId: string
  scope: BudgetScope
  /** The team, user or key id, the tag, the model's name, or the end user. */
  scopeId: string
  amountNanos: bigint
  /** The amount with what was added for a time: what counts now. */
  limitNanos: bigint
  period: BudgetPeriod
  mode: BudgetMode
  /** Percents of the limit at which people are told. */
  thresholds: number[]
  /** The model a refused request is planned with once more; null: it is refused. */
  onExhaustedModel: string | null
  /** Each end user of the scope has the amount; spent and held are then of `endUser`, who used most. */
  perEndUser: boolean
  endUser: string | null
  spentNanos: bigint
  heldNanos: bigint
  /** Null for the one period of a total. */
  startsAt: Date | null
  endsAt: Date | null
  extraNanos: bigint
  extraUntil: Date | null
  timeZone: string
}

export function toBudget(teamId: string, state: BudgetState): Budget {
  return {
    id: state.id,
    teamId,
    scope: state.scope,
    scopeId: state.scope_id,
    amountNanos: state.amount_nanos,
    limitNanos: state.limit_nanos,
    period: state.period,
    mode: state.mode,
    thresholds: state.thresholds,
    onExhaustedModel: state.on_exhausted_model,
    perEndUser: state.per_end_user,
    endUser: state.end_user,
    spentNanos: state.spent_nanos,
    heldNanos: state.held_nanos,
    startsAt: state.starts_at,
    endsAt: state.ends_at,
    extraNanos: state.extra_nanos,
    extraUntil: state.extra_until,
    timeZone: state.time_zone,
  }
}

/** A budget's terms as the audit log keeps them. */
export function auditBudget(budget: Budget) {
  return {
    scope: budget.scope,
    scope_id: budget.scopeId,
    amount_nanos: budget.amountNanos,
    period: budget.period,
    mode: budget.mode,
    thresholds: budget.thresholds,
    on_exhausted_model: budget.onExhaustedModel,
    ...(budget.perEndUser ? { per_end_user: true } : {}),
    ...(budget.extraNanos > 0n ? { extra_nanos: budget.extraNanos, extra_until: budget.extraUntil } : {}),
  }
}
