import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { lockKeyForChange } from '#lib/portal/keys/find-key'
import { replaceKeyBudgets } from '#lib/portal/keys/replace-key-budgets'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Ends a key for good. Its row stays, so that past requests keep the name they were made under. */
export function deleteKey(actor: Actor, keyId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const key = await lockKeyForChange(transaction, actor, keyId)
    await transaction.updateTable('core.api_keys').set({ status: 'deleted' }).where('id', '=', keyId).execute()
    await transaction
      .updateTable('core.api_key_secrets')
      .set({ expires_at: sql`least(expires_at, now())` })
      .where('key_id', '=', keyId)
      .execute()
    await replaceKeyBudgets(transaction, key.teamId, keyId, [])
    await writeAudit(transaction, actor, {
      teamId: key.teamId,
      action: 'key.delete',
      targetKind: 'key',
      targetId: keyId,
      before: { name: key.name, display: key.display, status: key.status },
    })
  })
}
