import type { Actor } from '#lib/portal/acting/actor'
import type { Act } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { toWebhook, type Webhook, webhookColumns } from '#lib/portal/webhooks/webhook'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** A webhook the actor may do this with, locked against changes until the transaction ends. */
export async function findWebhook(transaction: RoleTransaction, actor: Actor, act: Act, webhookId: string): Promise<Webhook> {
  const known = await transaction.selectFrom('core.webhooks').select('team_id').where('id', '=', webhookId).executeTakeFirst()
  if (!known) throw new TollgateError('not_found')
  await requirePermission(transaction, actor, act, known.team_id)
  const row = await transaction
    .selectFrom('core.webhooks')
    .select(webhookColumns)
    .where('id', '=', webhookId)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new TollgateError('not_found')
  return toWebhook(row)
}
