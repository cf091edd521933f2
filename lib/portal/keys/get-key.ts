import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import type { ApiKey } from '#lib/portal/keys/api-key'
import { readKey } from '#lib/portal/keys/find-key'
import { asPortal } from '#lib/shared/database/as-role'

/** @throws TollgateError `not_found`, also for a key of a team the actor does not belong to */
export function getKey(actor: Actor, keyId: string): Promise<ApiKey> {
  return asPortal(async (transaction) => {
    const key = await readKey(transaction, keyId)
    await requirePermission(transaction, actor, 'key.read', key.teamId)
    return key
  })
}
