import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { endKeys } from '#lib/portal/keys/end-keys'
import { lockKeyForChange } from '#lib/portal/keys/find-key'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Ends a key for good. */
export function deleteKey(actor: Actor, keyId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const key = await lockKeyForChange(transaction, actor, keyId)
    await endKeys(transaction, actor, key.teamId, [key])
  })
}
