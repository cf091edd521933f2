import type { BudgetState } from '#lib/ledger/budgets'
import { formatUsd } from '#lib/shared/money'
import type { PolicyBudget, PolicyDocument, PolicyLevelName } from '#lib/shared/policy/policy-document'

/** Whose budgets a policy document speaks of. */
export interface BudgetOwner {
  teamId: string
  scope: PolicyLevelName
  /** Of the team, the user or the key. */
  id: string
}

export type EndUserBudget = NonNullable<NonNullable<PolicyDocument['end_users']>['budgets']>[number]

export function belongsTo(budget: BudgetState, owner: BudgetOwner): boolean {
  return budget.scope === owner.scope && budget.scope_id === owner.id
}

export function budgetsOf(budgets: readonly BudgetState[], owner: BudgetOwner): Required<PolicyBudget>[] {
  return budgets
    .filter((budget) => belongsTo(budget, owner) && !budget.per_end_user)
    .map((budget) => ({
      amount_usd: formatUsd(budget.amount_nanos),
      period: budget.period,
      mode: budget.mode,
      thresholds: budget.thresholds,
      on_exhausted: budget.on_exhausted_model === null ? 'block' : { model: budget.on_exhausted_model },
    }))
}

export function endUserBudgetsOf(budgets: readonly BudgetState[], owner: BudgetOwner): EndUserBudget[] {
  return budgets
    .filter((budget) => belongsTo(budget, owner) && budget.per_end_user)
    .map(({ amount_nanos: nanos, period, mode }) => ({ amount_usd: formatUsd(nanos), period, ...(mode === 'soft' ? { mode } : {}) }))
}
