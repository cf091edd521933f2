import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { revokeInvitesWith } from '#lib/portal/invites/revoke-invites'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** Ends a management key at once and for good, and the open invites made with it. */
export function revokeManagementKey(actor: Actor, keyId: string, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    const key = await transaction
      .selectFrom('core.management_keys')
      .select(['team_id', 'name', 'display'])
      .where('id', '=', keyId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (!key) throw new TollgateError('not_found')
    await requirePermission(transaction, actor, 'management_key.change', key.team_id).catch((refusal: unknown) => {
      // To anyone but an operator, a key of operator scope does not exist.
      throw key.team_id === null ? new TollgateError('not_found') : refusal
    })
    const revoked = await transaction
      .updateTable('core.management_keys')
      .set({ revoked_at: sql`now()` })
      .where('id', '=', keyId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!revoked) throw new TollgateError('not_found')
    await writeAudit(transaction, actor, {
      teamId: key.team_id,
      action: 'management_key.revoke',
      targetKind: 'management_key',
      targetId: keyId,
      before: { name: key.name, display: key.display },
    })
    await revokeInvitesWith(transaction, actor, [keyId])
  })
}
