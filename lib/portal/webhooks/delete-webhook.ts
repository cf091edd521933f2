import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { findWebhook } from '#lib/portal/webhooks/find-webhook'
import { auditWebhook } from '#lib/portal/webhooks/webhook'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Ends a webhook for good and erases its secrets; its deliveries stay to be looked at. */
export function deleteWebhook(actor: Actor, webhookId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const webhook = await findWebhook(transaction, actor, 'webhook.change', webhookId)
    await transaction
      .updateTable('core.webhooks')
      .set({ deleted_at: sql<Date>`now()`, enabled: false })
      .where('id', '=', webhookId)
      .execute()
    await transaction.deleteFrom('core.webhook_secrets').where('webhook_id', '=', webhookId).execute()
    await writeAudit(transaction, actor, {
      teamId: webhook.teamId,
      action: 'webhook.delete',
      targetKind: 'webhook',
      targetId: webhookId,
      before: auditWebhook(webhook),
    })
  })
}
