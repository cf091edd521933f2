import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { type Budget, budgetScopes, toBudget } from '#lib/portal/budgets/budget'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

export interface TeamBudget extends Budget {
  /** What its scope is called: the key's or the person's name; null where the scope's id says it. */
  scopeName: string | null
}

/**
 * Every budget of a team, the widest scope first.
 * @throws TollgateError `not_found`, also for a team the actor does not belong to
 */
export function listTeamBudgets(actor: Actor, teamId: string): Promise<TeamBudget[]> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'budget.read', teamId)
    const budgets = (await listBudgets(transaction, teamId)).map((state) => toBudget(teamId, state))
    const names = await readScopeNames(transaction, budgets)
    return budgets
      .map((budget) => ({ ...budget, scopeName: names.get(`${budget.scope} ${budget.scopeId}`) ?? null }))
      .toSorted((a, b) => budgetScopes.indexOf(a.scope) - budgetScopes.indexOf(b.scope) || (a.id < b.id ? -1 : 1))
  })
}

async function readScopeNames(transaction: RoleTransaction, budgets: readonly Budget[]): Promise<Map<string, string>> {
  const idsOf = (scope: Budget['scope']) => budgets.filter((budget) => budget.scope === scope).map(({ scopeId }) => scopeId)
  const [keyIds, userIds] = [idsOf('key'), idsOf('member')]
  const keys =
    keyIds.length === 0 ? [] : await transaction.selectFrom('core.api_keys').select(['id', 'name']).where('id', 'in', keyIds).execute()
  const users =
    userIds.length === 0
      ? []
      : await transaction.selectFrom('core.users').select(['id', 'display_name', 'email']).where('id', 'in', userIds).execute()
  return new Map([
    ...keys.map(({ id, name }) => [`key ${id}`, name] as const),
    ...users.map((user) => [`member ${user.id}`, user.display_name || user.email] as const),
  ])
}
