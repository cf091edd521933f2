import { type BudgetMode, type BudgetPeriod, raiseBudget, setBudget } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { auditBudget, type Budget } from '#lib/portal/budgets/budget'
import { requireSingle, requireTerms } from '#lib/portal/budgets/check-budget'
import { lockBudgetForChange, readBudget } from '#lib/portal/budgets/find-budget'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** Added to the amount until a moment. */
export interface BudgetIncrease {
  amountNanos: bigint
  until: Date
}

export interface ChangeBudgetInput {
  budgetId: string
  amountNanos?: bigint
  /** Counts in the new period at once. */
  period?: BudgetPeriod
  mode?: BudgetMode
  thresholds?: readonly number[]
  onExhaustedModel?: string | null
  /** In place of the increase before; null takes that back. */
  increase?: BudgetIncrease | null
}

/** Changes what is given; it counts from the next admission. */
export function changeBudget(actor: Actor, input: ChangeBudgetInput, joined?: RoleTransaction): Promise<Budget> {
  return acting(joined, async (transaction) => {
    const before = await lockBudgetForChange(transaction, actor, input.budgetId)
    requireTerms(input)
    const { amountNanos = before.amountNanos, period = before.period, mode = before.mode } = input
    await requireSingle(transaction, { ...before, period, mode })
    await setBudget(transaction, {
      id: before.id,
      teamId: before.teamId,
      scope: before.scope,
      scopeId: before.scopeId,
      timeZone: before.timeZone,
      amountNanos,
      period,
      mode,
      thresholds: input.thresholds,
      onExhaustedModel: input.onExhaustedModel,
    })
    if (input.increase !== undefined) await increaseBudget(transaction, before.id, input.increase)
    const after = await readBudget(transaction, before.teamId, before.id)
    await writeAudit(transaction, actor, {
      teamId: before.teamId,
      action: input.increase ? 'budget.raise' : 'budget.change',
      targetKind: 'budget',
      targetId: before.id,
      before: auditBudget(before),
      after: auditBudget(after),
    })
    return after
  })
}

async function increaseBudget(transaction: RoleTransaction, budgetId: string, increase: BudgetIncrease | null): Promise<void> {
  if (increase === null) return raiseBudget(transaction, budgetId, 0n, new Date())
  if (increase.amountNanos <= 0n)
    throw new TollgateError('invalid_request', { param: 'increase.amount_usd', message: 'increase.amount_usd must be more than zero.' })
  if (increase.until.getTime() <= Date.now())
    throw new TollgateError('invalid_request', { param: 'increase.until', message: 'increase.until must lie in the future.' })
  return raiseBudget(transaction, budgetId, increase.amountNanos, increase.until)
}
