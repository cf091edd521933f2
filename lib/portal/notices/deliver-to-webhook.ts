import type { Delivery, DeliveryOutcome } from '#lib/portal/notices/delivery'
import { openWebhookSecrets } from '#lib/portal/webhooks/open-webhook-secrets'
import { postWebhook } from '#lib/portal/webhooks/post-webhook'
import { signWebhook } from '#lib/portal/webhooks/sign-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { showId } from '#lib/shared/ids'

/** Posts a notice to a webhook as it is now: a changed address or secret counts for what is still waiting. */
export async function deliverToWebhook(delivery: Delivery): Promise<DeliveryOutcome> {
  const webhook = await asPortal(async (transaction) => {
    const row = await transaction
      .selectFrom('core.webhooks')
      .select(['id', 'url'])
      .where('id', '=', delivery.webhook_id)
      .where('enabled', '=', true)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    return row && { url: row.url, secrets: await openWebhookSecrets(transaction, row.id) }
  })
  if (!webhook) return { state: 'given up', status: null, error: 'webhook is off', ms: 0 }
  const id = showId('note', delivery.notice_id)
  const body = JSON.stringify({ type: delivery.kind, timestamp: delivery.created_at.toISOString(), data: delivery.payload })
  const headers = signWebhook({ id, sentAt: new Date(), body }, webhook.secrets)
  const { ok, ...attempt } = await postWebhook(webhook.url, body, headers)
  return { state: ok ? 'delivered' : 'failed', ...attempt }
}
