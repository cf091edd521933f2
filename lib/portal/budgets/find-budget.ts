import { sql } from 'kysely'
import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import type { Act } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { type Budget, toBudget } from '#lib/portal/budgets/budget'
import { lockBudgets } from '#lib/portal/budgets/lock-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** @throws TollgateError `not_found` for one that has ended, too */
export async function readBudget(transaction: RoleTransaction, teamId: string, budgetId: string): Promise<Budget> {
  const state = (await listBudgets(transaction, teamId)).find(({ id }) => id === budgetId)
  if (!state) throw new TollgateError('not_found')
  return toBudget(teamId, state)
}

/** A budget once the actor is known to be allowed this. */
export async function findBudget(transaction: RoleTransaction, actor: Actor, act: Act, budgetId: string): Promise<Budget> {
  const { rows } = await sql<{ team: string | null }>`select ledger.budget_team(${budgetId}) as team`.execute(transaction)
  const teamId = rows[0]?.team
  if (!teamId) throw new TollgateError('not_found')
  await requirePermission(transaction, actor, act, teamId)
  return readBudget(transaction, teamId, budgetId)
}

/** A budget that nobody else changes until the transaction ends. */
export async function lockBudgetForChange(transaction: RoleTransaction, actor: Actor, budgetId: string): Promise<Budget> {
  const { teamId } = await findBudget(transaction, actor, 'budget.change', budgetId)
  await lockBudgets(transaction, teamId)
  return readBudget(transaction, teamId, budgetId)
}
