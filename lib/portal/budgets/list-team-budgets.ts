import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { badCursor, type Page, type PageInput, pageLimit, readCursor, toPage } from '#lib/portal/acting/paging'
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
      .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  })
}

/** The widest scope first; of one scope, the oldest. */
function sortKey({ scope, id }: Budget): string {
  return `${budgetScopes.indexOf(scope)} ${id}`
}

export interface BudgetPageInput extends PageInput {
  teamId: string
}

/** The same a page at a time; whole where no limit is named, as before there were pages. */
export async function listBudgetPage(actor: Actor, { teamId, limit, cursor }: BudgetPageInput): Promise<Page<TeamBudget>> {
  const most = limit === undefined ? Number.MAX_SAFE_INTEGER : pageLimit({ limit })
  const after = readCursor(cursor)
  if (after !== null && !/^\d [0-9a-f-]{36}$/.test(after)) throw badCursor()
  const budgets = await listTeamBudgets(actor, teamId)
  return toPage(after === null ? budgets : budgets.filter((budget) => sortKey(budget) > after), most, sortKey, (budget) => budget)
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
