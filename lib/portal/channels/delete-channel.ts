import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { readChannel } from '#lib/portal/channels/read-channels'
import { auditChannel, replaceCredentials } from '#lib/portal/channels/replace-parts'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Takes a channel out of service for good. Its row stays for past requests; its credentials go. */
export function deleteChannel(actor: Actor, channelId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'channel.change', null)
    await lockCatalogue(transaction)
    const channel = await readChannel(transaction, channelId)
    await transaction.updateTable('core.channels').set({ deleted_at: sql`now()`, enabled: false }).where('id', '=', channelId).execute()
    await replaceCredentials(transaction, channelId, [])
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'channel.delete',
      targetKind: 'channel',
      targetId: channelId,
      before: auditChannel(channel),
    })
  })
}
