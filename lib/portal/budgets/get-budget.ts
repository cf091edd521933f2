import type { Actor } from '#lib/portal/acting/actor'
import type { Budget } from '#lib/portal/budgets/budget'
import { findBudget } from '#lib/portal/budgets/find-budget'
import { asPortal } from '#lib/shared/database/as-role'

/** @throws TollgateError `not_found`, also for a budget of a team the actor does not belong to */
export function getBudget(actor: Actor, budgetId: string): Promise<Budget> {
  return asPortal((transaction) => findBudget(transaction, actor, 'budget.read', budgetId))
}
