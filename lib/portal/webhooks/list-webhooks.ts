import type { Actor } from '#lib/portal/acting/actor'
import { glancePermission, requirePermission } from '#lib/portal/acting/require-permission'
import { reading } from '#lib/portal/acting/run-verb'
import { toWebhook, type Webhook, webhookColumns, withoutPath } from '#lib/portal/webhooks/webhook'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** A team's webhooks, newest first. */
export function listWebhooks(actor: Actor, teamId: string): Promise<Webhook[]> {
  return reading(actor, 'webhook.read', teamId, async (transaction, sight) => {
    const rows = await transaction
      .selectFrom('core.webhooks')
      .select(webhookColumns)
      .where('team_id', '=', teamId)
      .where('deleted_at', 'is', null)
      .orderBy('id', 'desc')
      .execute()
    const seesPaths = sight === 'member' || (await seesWhole(transaction, actor, teamId))
    return rows.map(toWebhook).map((webhook) => (seesPaths ? webhook : withoutPath(webhook)))
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
    const webhook = toWebhook(row)
    return (await seesWhole(transaction, actor, row.team_id)) ? webhook : withoutPath(webhook)
  })
}

/** An address may be as good as a password: who only reads is shown where it leads, and not the rest. */
async function seesWhole(transaction: RoleTransaction, actor: Actor, teamId: string): Promise<boolean> {
  try {
    await glancePermission(transaction, actor, 'webhook.change', teamId)
    return true
  } catch (refusal) {
    if (refusal instanceof TollgateError && refusal.code !== 'forbidden') return true
    if (refusal instanceof TollgateError) return false
    throw refusal
  }
}
