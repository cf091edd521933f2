import { endBudget, listBudgets, setBudget } from '#lib/ledger/budgets'
import { isPlainBudgetOf, type KeyBudget } from '#lib/portal/keys/api-key'
import { requireBudgets } from '#lib/portal/keys/check-key-policy'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

/** Makes these the budgets of a key. One of the same period keeps what it has counted and takes the new amount. */
export async function replaceKeyBudgets(
  transaction: RoleTransaction,
  teamId: string,
  keyId: string,
  budgets: readonly KeyBudget[],
): Promise<void> {
  const wanted = new Map(requireBudgets(budgets).map((budget) => [budget.period, budget.amountNanos]))
  const { time_zone: timeZone } = await transaction
    .selectFrom('core.teams')
    .select('time_zone')
    .where('id', '=', teamId)
    .executeTakeFirstOrThrow()
  for (const current of await listBudgets(transaction, teamId)) {
    if (!isPlainBudgetOf(current, keyId)) continue
    const amountNanos = wanted.get(current.period)
    wanted.delete(current.period)
    if (amountNanos === undefined) await endBudget(transaction, current.id)
    else
      await setBudget(transaction, {
        id: current.id,
        teamId,
        scope: 'key',
        scopeId: keyId,
        amountNanos,
        period: current.period,
        timeZone: current.time_zone,
      })
  }
  for (const [period, amountNanos] of wanted) {
    await setBudget(transaction, { id: newId(), teamId, scope: 'key', scopeId: keyId, amountNanos, period, timeZone })
  }
}

/** A key's budgets as the audit log keeps them. */
export function auditBudgets(budgets: readonly KeyBudget[]): { amount_nanos: bigint; period: string }[] {
  return budgets.map((budget) => ({ amount_nanos: budget.amountNanos, period: budget.period }))
}
