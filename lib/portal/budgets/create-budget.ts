import { type BudgetMode, type BudgetPeriod, type BudgetScope, setBudget } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { auditBudget, type Budget } from '#lib/portal/budgets/budget'
import { requireScope, requireSingle, requireTerms } from '#lib/portal/budgets/check-budget'
import { readBudget } from '#lib/portal/budgets/find-budget'
import { lockBudgets } from '#lib/portal/budgets/lock-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { newId } from '#lib/shared/ids'

export interface CreateBudgetInput {
  teamId: string
  scope: BudgetScope
  /** Null for the team itself. */
  scopeId?: string | null
  amountNanos: bigint
  period: BudgetPeriod
  mode?: BudgetMode
  thresholds?: readonly number[]
  onExhaustedModel?: string | null
  /** Of a team, member or key: each of its end users has the amount. */
  perEndUser?: boolean
}

/** Makes a budget; it counts from the next admission. */
export function createBudget(actor: Actor, input: CreateBudgetInput, joined?: RoleTransaction): Promise<Budget> {
  return acting(joined, async (transaction) => {
    const { teamId, scope, period, amountNanos } = input
    await requirePermission(transaction, actor, 'budget.change', teamId)
    requireTerms(input)
    const perEndUser = input.perEndUser ?? false
    if (perEndUser && !['team', 'member', 'key'].includes(scope))
      throw new TollgateError('invalid_request', {
        param: 'per_end_user',
        message: 'per_end_user is for budgets of a team, member or key.',
      })
    const scopeId = await requireScope(transaction, teamId, scope, input.scopeId ?? null)
    await lockBudgets(transaction, teamId)
    const id = newId()
    await requireSingle(transaction, { id, teamId, scope, scopeId, period, mode: input.mode ?? 'hard', perEndUser })
    const { time_zone: timeZone } = await transaction
      .selectFrom('core.teams')
      .select('time_zone')
      .where('id', '=', teamId)
      .executeTakeFirstOrThrow()
    await setBudget(transaction, {
      id,
      teamId,
      scope,
      scopeId,
      amountNanos,
      period,
      timeZone,
      perEndUser,
      mode: input.mode,
      thresholds: input.thresholds,
      onExhaustedModel: input.onExhaustedModel,
    })
    const budget = await readBudget(transaction, teamId, id)
    await writeAudit(transaction, actor, {
      teamId,
      action: 'budget.create',
      targetKind: 'budget',
      targetId: id,
      after: auditBudget(budget),
    })
    return budget
  })
}
