import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { revokeInvitesWith } from '#lib/portal/invites/revoke-invites'
import type { RoleTransaction } from '#lib/shared/database/as-role'

interface Which {
  teamId: string
  /** Left out: every one of the team. */
  createdBy?: string
}

/** Ends management keys of a team at once and for good, and the open invites made with them; whoever calls has checked that the actor may. */
export async function revokeManagementKeys(transaction: RoleTransaction, actor: Actor, { teamId, createdBy }: Which): Promise<void> {
  let query = transaction
    .updateTable('core.management_keys')
    .set({ revoked_at: sql`now()` })
    .where('team_id', '=', teamId)
    .where('revoked_at', 'is', null)
  if (createdBy !== undefined) query = query.where('created_by', '=', createdBy)
  const ended = await query.returning(['id', 'name', 'display']).execute()
  for (const key of ended) {
    await writeAudit(transaction, actor, {
      teamId,
      action: 'management_key.revoke',
      targetKind: 'management_key',
      targetId: key.id,
      before: { name: key.name, display: key.display },
    })
  }
  await revokeInvitesWith(
    transaction,
    actor,
    ended.map(({ id }) => id),
  )
}
