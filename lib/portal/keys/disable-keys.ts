import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { updateKey } from '#lib/portal/keys/update-key'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

const mostAtOnce = 200

/**
 * Disables several keys, or none when one of them may not be changed.
 * @throws TollgateError `not_found` when one of them is not the actor's to see, `forbidden` when it is not theirs to change
 */
export async function disableKeys(actor: Actor, keyIds: readonly string[], joined?: RoleTransaction): Promise<number> {
  // In the order of their ids, so that two such acts never wait for each other.
  const ids = [...new Set(keyIds)].toSorted()
  if (ids.length === 0 || ids.length > mostAtOnce) {
    throw new TollgateError('invalid_request', { param: 'keys', message: `keys must name 1 to ${mostAtOnce} keys.` })
  }
  return acting(joined, async (transaction) => {
    for (const keyId of ids) await updateKey(actor, { keyId, status: 'disabled' }, transaction)
    return ids.length
  })
}
