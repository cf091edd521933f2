import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { requireEvents, requireWebhookUrl } from '#lib/portal/webhooks/check-webhook-input'
import { insertSecret } from '#lib/portal/webhooks/insert-secret'
import { takeWebhookTurn } from '#lib/portal/webhooks/take-webhook-turn'
import { auditWebhook, toWebhook, type Webhook, webhookColumns } from '#lib/portal/webhooks/webhook'
import { whoLeads } from '#lib/portal/webhooks/who-leads'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { newId } from '#lib/shared/ids'

export const maxWebhooks = 10

export interface CreateWebhookInput {
  teamId: string
  url: string
  events: readonly string[]
}

/** Made or rotated: its signing secret is answered here and never again. */
export interface WebhookWithSecret {
  webhook: Webhook
  secret: string
}

/** An address that gets the team's notices from now on. */
export function createWebhook(actor: Actor, input: CreateWebhookInput, joined?: RoleTransaction): Promise<WebhookWithSecret> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'webhook.change', input.teamId)
    await takeWebhookTurn('change', input.teamId)
    const [url, events] = [requireWebhookUrl(input.url), requireEvents(input.events)]
    // The team's row is the lock of the count.
    await transaction.selectFrom('core.teams').select('id').where('id', '=', input.teamId).forNoKeyUpdate().execute()
    const { count } = await transaction
      .selectFrom('core.webhooks')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('team_id', '=', input.teamId)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (Number(count) >= maxWebhooks) throw new TollgateError('invalid_request', { message: `A team has at most ${maxWebhooks} webhooks.` })
    const row = await transaction
      .insertInto('core.webhooks')
      .values({
        id: newId(),
        team_id: input.teamId,
        url,
        events,
        created_by: actor.kind === 'user' ? actor.userId : null,
        ...whoLeads(actor),
        deleted_at: null,
      })
      .returning(webhookColumns)
      .executeTakeFirstOrThrow()
    const webhook = toWebhook(row)
    const secret = await insertSecret(transaction, webhook.id)
    await writeAudit(transaction, actor, {
      teamId: webhook.teamId,
      action: 'webhook.create',
      targetKind: 'webhook',
      targetId: webhook.id,
      after: auditWebhook(webhook),
    })
    return { webhook, secret }
  })
}
