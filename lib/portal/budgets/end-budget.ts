import { endBudget as endInLedger } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { auditBudget } from '#lib/portal/budgets/budget'
import { lockBudgetForChange } from '#lib/portal/budgets/find-budget'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Takes a budget out of admission from the next request on; what it counted stays on record. */
export function endBudget(actor: Actor, budgetId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const budget = await lockBudgetForChange(transaction, actor, budgetId)
    await endInLedger(transaction, budgetId)
    await writeAudit(transaction, actor, {
      teamId: budget.teamId,
      action: 'budget.end',
      targetKind: 'budget',
      targetId: budgetId,
      before: auditBudget(budget),
    })
  })
}
