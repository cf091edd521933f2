import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { findWebhook } from '#lib/portal/webhooks/find-webhook'
import { openWebhookSecrets } from '#lib/portal/webhooks/open-webhook-secrets'
import { type PostOutcome, postWebhook } from '#lib/portal/webhooks/post-webhook'
import { signWebhook } from '#lib/portal/webhooks/sign-webhook'
import { takeWebhookTurn } from '#lib/portal/webhooks/take-webhook-turn'
import { asPortal } from '#lib/shared/database/as-role'
import { newId, showId } from '#lib/shared/ids'

/** Sends one `webhook.test` message now, to a webhook that is off as well; answers what came of it, which is kept until the next. */
export async function testWebhook(actor: Actor, webhookId: string): Promise<PostOutcome> {
  const { webhook, secrets } = await acting(undefined, async (transaction) => {
    const found = await findWebhook(transaction, actor, 'webhook.change', webhookId)
    await takeWebhookTurn('test', found.teamId)
    await writeAudit(transaction, actor, { teamId: found.teamId, action: 'webhook.test', targetKind: 'webhook', targetId: webhookId })
    return { webhook: found, secrets: await openWebhookSecrets(transaction, webhookId) }
  })
  const sentAt = new Date()
  const data = { team_id: showId('team', webhook.teamId), webhook_id: showId('hook', webhook.id) }
  const body = JSON.stringify({ type: 'webhook.test', timestamp: sentAt.toISOString(), data })
  const outcome = await postWebhook(webhook.url, body, signWebhook({ id: showId('note', newId()), sentAt, body }, secrets))
  await keepOutcome(webhookId, sentAt, outcome)
  return outcome
}

/** Of two tests at once the one that was sent later stays. */
async function keepOutcome(webhookId: string, sentAt: Date, { status, error }: PostOutcome): Promise<void> {
  await asPortal((transaction) =>
    transaction
      .updateTable('core.webhooks')
      .set({ tested_at: sentAt, test_status: status, test_error: error })
      .where('id', '=', webhookId)
      .where('deleted_at', 'is', null)
      .where((where) => where.or([where('tested_at', 'is', null), where('tested_at', '<=', sentAt)]))
      .execute(),
  )
}
