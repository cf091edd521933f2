import type { Actor } from '#lib/portal/acting/actor'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { auditWebhook, toWebhook, webhookColumns } from '#lib/portal/webhooks/webhook'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/**
 * Switches off the webhooks that somebody, or a management key of theirs, made: where the team's notices go is for its
 * administrators to say. Another one enables those that are to stay. Whoever calls has checked that the actor may.
 */
export async function switchOffWebhooks(transaction: RoleTransaction, actor: Actor, teamId: string, userId: string): Promise<void> {
  const rows = await transaction
    .updateTable('core.webhooks')
    .set({ enabled: false })
    .where('team_id', '=', teamId)
    .where('enabled', '=', true)
    .where('deleted_at', 'is', null)
    .where((where) =>
      where.or([
        where('created_by', '=', userId),
        where('created_with', 'in', (keys) => keys.selectFrom('core.management_keys').select('id').where('created_by', '=', userId)),
      ]),
    )
    .returning(webhookColumns)
    .execute()
  for (const webhook of rows.map(toWebhook)) {
    const after = auditWebhook(webhook)
    await writeAudit(transaction, actor, {
      teamId,
      action: 'webhook.update',
      targetKind: 'webhook',
      targetId: webhook.id,
      before: { ...after, enabled: true },
      after,
    })
  }
}
