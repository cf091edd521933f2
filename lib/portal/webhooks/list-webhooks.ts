import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { reading } from '#lib/portal/acting/run-verb'
import { toWebhook, type Webhook, webhookColumns } from '#lib/portal/webhooks/webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** A team's webhooks, newest first. */
export function listWebhooks(actor: Actor, teamId: string): Promise<Webhook[]> {
  return reading(actor, 'webhook.read', teamId, async (transaction) => {
    const rows = await transaction
      .selectFrom('core.webhooks')
      .select(webhookColumns)
      .where('team_id', '=', teamId)
      .where('deleted_at', 'is', null)
      .orderBy('id', 'desc')
      .execute()
    return rows.map(toWebhook)
  })
}

export function getWebhook(actor: Actor, webhookId: string): Promise<Webhook> {
  return asPortal(async (transaction) => {
    const row = await transaction
      .selectFrom('core.webhooks')
      .select(webhookColumns)
      .where('id', '=', webhookId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!row) throw new TollgateError('not_found')
    await requirePermission(transaction, actor, 'webhook.read', row.team_id)
    return toWebhook(row)
  })
}
