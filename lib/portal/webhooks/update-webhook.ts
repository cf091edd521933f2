import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { requireEvents, requireWebhookUrl } from '#lib/portal/webhooks/check-webhook-input'
import { findWebhook } from '#lib/portal/webhooks/find-webhook'
import { takeWebhookTurn } from '#lib/portal/webhooks/take-webhook-turn'
import { auditWebhook, toWebhook, type Webhook, webhookColumns } from '#lib/portal/webhooks/webhook'
import { whoLeads } from '#lib/portal/webhooks/who-leads'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface UpdateWebhookInput {
  webhookId: string
  url?: string
  events?: readonly string[]
  enabled?: boolean
}

/** Changes what is given; counts for what is still waiting to be sent too. */
export function updateWebhook(actor: Actor, input: UpdateWebhookInput, joined?: RoleTransaction): Promise<Webhook> {
  return acting(joined, async (transaction) => {
    const before = await findWebhook(transaction, actor, 'webhook.change', input.webhookId)
    await takeWebhookTurn('change', before.teamId)
    const url = input.url === undefined ? before.url : requireWebhookUrl(input.url)
    const row = await transaction
      .updateTable('core.webhooks')
      .set({
        url,
        ...(url === before.url ? {} : whoLeads(actor)),
        events: input.events === undefined ? before.events : requireEvents(input.events),
        enabled: input.enabled ?? before.enabled,
      })
      .where('id', '=', before.id)
      .returning(webhookColumns)
      .executeTakeFirstOrThrow()
    const after = toWebhook(row)
    await writeAudit(transaction, actor, {
      teamId: after.teamId,
      action: 'webhook.update',
      targetKind: 'webhook',
      targetId: after.id,
      before: auditWebhook(before),
      after: auditWebhook(after),
    })
    return after
  })
}
