import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { type ApiKey, keyColumns, toApiKey } from '#lib/portal/keys/api-key'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** A key as it stands in this transaction; deleted ones are not found, nor are the playground's own. */
export async function readKey(transaction: RoleTransaction, keyId: string): Promise<ApiKey> {
  const row = await transaction
    .selectFrom('core.api_keys')
    .select(keyColumns)
    .where('id', '=', keyId)
    .where('kind', '=', 'inference')
    .where('status', '<>', 'deleted')
    .executeTakeFirst()
  if (!row) throw new TollgateError('not_found')
  return toApiKey(row, await listBudgets(transaction, row.team_id))
}

/**
 * The key, locked until the transaction ends, once the actor is known to be allowed to change it. Members may
 * change the keys that count for them; administrators may change every key.
 */
export async function lockKeyForChange(transaction: RoleTransaction, actor: Actor, keyId: string): Promise<ApiKey> {
  const key = await readKey(transaction, keyId)
  const own = actor.kind === 'user' && key.ownerId === actor.userId
  await requirePermission(transaction, actor, own ? 'key.change_own' : 'key.change', key.teamId)
  await transaction.selectFrom('core.api_keys').select('id').where('id', '=', keyId).forNoKeyUpdate().execute()
  return readKey(transaction, keyId)
}
