import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { WebhookWithSecret } from '#lib/portal/webhooks/create-webhook'
import { findWebhook } from '#lib/portal/webhooks/find-webhook'
import { insertSecret } from '#lib/portal/webhooks/insert-secret'
import { takeWebhookTurn } from '#lib/portal/webhooks/take-webhook-turn'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** So long messages carry the signatures of both secrets. */
export const secretOverlapHours = 24

/** Gives a webhook a new signing secret; the one before signs beside it for a day, older ones end. */
export function rotateWebhookSecret(actor: Actor, webhookId: string, joined?: RoleTransaction): Promise<WebhookWithSecret> {
  return acting(joined, async (transaction) => {
    const webhook = await findWebhook(transaction, actor, 'webhook.change', webhookId)
    await takeWebhookTurn('change', webhook.teamId)
    await transaction.deleteFrom('core.webhook_secrets').where('webhook_id', '=', webhookId).where('expires_at', 'is not', null).execute()
    await transaction
      .updateTable('core.webhook_secrets')
      .set({ expires_at: sql<Date>`now() + make_interval(hours => ${secretOverlapHours})` })
      .where('webhook_id', '=', webhookId)
      .execute()
    const secret = await insertSecret(transaction, webhookId)
    await writeAudit(transaction, actor, { teamId: webhook.teamId, action: 'webhook.rotate', targetKind: 'webhook', targetId: webhookId })
    return { webhook, secret }
  })
}
