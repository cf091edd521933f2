import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { auditWebhook, toWebhook, webhookColumns } from '#lib/portal/webhooks/webhook'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/**
 * Switches off the webhooks that somebody, or a management key of theirs, made or led elsewhere: where the team's notices
 * go is for its administrators to say. Another one enables those that are to stay. Whoever calls has checked that the actor may.
 */
export function switchOffWebhooks(transaction: RoleTransaction, actor: Actor, teamId: string, userId: string): Promise<void> {
  return switchOff(
    transaction,
    actor,
    sql<boolean>`team_id = ${teamId}
      and (led_by = ${userId} or led_with in (select id from core.management_keys where created_by = ${userId}))`,
  )
}

/** Those that somebody made or led elsewhere as an operator, in teams they do not run, themselves or with a key of operator scope. */
export function switchOffWebhooksOfOperator(transaction: RoleTransaction, actor: Actor, userId: string): Promise<void> {
  return switchOff(
    transaction,
    actor,
    sql<boolean>`(
      led_with in (select id from core.management_keys where created_by = ${userId} and team_id is null)
      or led_by = ${userId} and not exists (
        select from core.memberships m where m.team_id = webhooks.team_id and m.user_id = ${userId} and m.role in ('owner', 'admin')))`,
  )
}

async function switchOff(transaction: RoleTransaction, actor: Actor, which: RawBuilder<boolean>): Promise<void> {
  const rows = await transaction
    .updateTable('core.webhooks')
    .set({ enabled: false })
    .where(which)
    .where('enabled', '=', true)
    .where('deleted_at', 'is', null)
    .returning(webhookColumns)
    .execute()
  for (const webhook of rows.map(toWebhook)) {
    const after = auditWebhook(webhook)
    await writeAudit(transaction, actor, {
      teamId: webhook.teamId,
      action: 'webhook.update',
      targetKind: 'webhook',
      targetId: webhook.id,
      before: { ...after, enabled: true },
      after,
    })
  }
}
