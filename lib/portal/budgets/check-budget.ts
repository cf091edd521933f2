import { type BudgetScope, listBudgets } from '#lib/ledger/budgets'
import type { Budget } from '#lib/portal/budgets/budget'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { policyTag } from '#lib/shared/policy/policy-document'

export interface BudgetTerms {
  amountNanos?: bigint
  thresholds?: readonly number[]
}

/** An amount of zero refuses everything, which is a use; thresholds are up to ten whole percents. */
export function requireTerms({ amountNanos, thresholds }: BudgetTerms): void {
  if (amountNanos !== undefined && amountNanos < 0n) throw wrong('amount_usd', 'amount_usd must be zero or more.')
  const isPercent = (percent: number) => Number.isInteger(percent) && percent >= 1 && percent <= 100
  if (thresholds && (thresholds.length > 10 || !thresholds.every(isPercent)))
    throw wrong('thresholds', 'thresholds must be at most ten whole percentages from 1 to 100.')
}

/**
 * What a budget is of, as the ledger names it.
 * @throws TollgateError `invalid_request` for a key, member or model that the team does not have
 */
export async function requireScope(
  transaction: RoleTransaction,
  teamId: string,
  scope: BudgetScope,
  scopeId: string | null,
): Promise<string> {
  if (scope === 'team') {
    if (scopeId !== null && scopeId !== teamId) throw wrong('scope_id', "A team's own budget takes no other scope_id.")
    return teamId
  }
  if (scopeId === null || !(await isKnown(transaction, teamId, scope, scopeId)))
    throw wrong('scope_id', `scope_id must name a ${scope.replace('_', ' ')} of this team.`)
  return scopeId
}

async function isKnown(transaction: RoleTransaction, teamId: string, scope: Exclude<BudgetScope, 'team'>, id: string): Promise<boolean> {
  switch (scope) {
    case 'member':
      return isThere(
        transaction
          .selectFrom('core.memberships')
          .select('user_id')
          .where('team_id', '=', teamId)
          .where('user_id', '=', id)
          .executeTakeFirst(),
      )
    case 'key':
      return isThere(
        transaction
          .selectFrom('core.api_keys')
          .select('id')
          .where('team_id', '=', teamId)
          .where('id', '=', id)
          .where('kind', '=', 'inference')
          .where('status', '<>', 'deleted')
          .executeTakeFirst(),
      )
    case 'model':
      return isThere(transaction.selectFrom('core.models').select('name').where('name', '=', id).executeTakeFirst())
    case 'tag':
      return policyTag.safeParse(id).success
    case 'end_user':
      return id.length >= 1 && id.length <= 256 && !id.includes('\0')
  }
}

async function isThere(row: Promise<unknown>): Promise<boolean> {
  return (await row) !== undefined
}

/** @throws TollgateError `conflict` where the scope has one of the same period and mode already */
export async function requireSingle(
  transaction: RoleTransaction,
  budget: Pick<Budget, 'id' | 'teamId' | 'scope' | 'scopeId' | 'period' | 'mode' | 'perEndUser'>,
): Promise<void> {
  const twin = (await listBudgets(transaction, budget.teamId)).find(
    (other) =>
      other.id !== budget.id &&
      other.scope === budget.scope &&
      other.scope_id === budget.scopeId &&
      other.period === budget.period &&
      other.mode === budget.mode &&
      other.per_end_user === budget.perEndUser,
  )
  if (twin) throw new TollgateError('conflict', { message: 'There is a budget of this scope, period and mode already: change that one.' })
}

function wrong(param: string, message: string): TollgateError {
  return new TollgateError('invalid_request', { param, message })
}
