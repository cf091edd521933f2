import { sql } from 'kysely'
import { endBudget, listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface EndedKey {
  id: string
  name: string
  display: string
  status: string
}

/**
 * Ends keys of one team for good, their budgets with them; whoever calls has checked that the actor may. Their rows stay, so
 * that past requests keep the name they were made under.
 */
export async function endKeys(transaction: RoleTransaction, actor: Actor, teamId: string, keys: readonly EndedKey[]): Promise<void> {
  if (keys.length === 0) return
  const ids = keys.map(({ id }) => id)
  await transaction.updateTable('core.api_keys').set({ status: 'deleted' }).where('id', 'in', ids).execute()
  await transaction
    .updateTable('core.api_key_secrets')
    .set({ expires_at: sql`least(expires_at, now())` })
    .where('key_id', 'in', ids)
    .execute()
  for (const budget of await listBudgets(transaction, teamId)) {
    if (budget.scope === 'key' && ids.includes(budget.scope_id)) await endBudget(transaction, budget.id)
  }
  for (const key of keys) {
    await writeAudit(transaction, actor, {
      teamId,
      action: 'key.delete',
      targetKind: 'key',
      targetId: key.id,
      before: { name: key.name, display: key.display, status: key.status },
    })
  }
}
