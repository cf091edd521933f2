import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { inviteColumns } from '#lib/portal/invites/invite'
import { isSuspended } from '#lib/portal/invites/is-suspended'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/**
 * An open invite that the actor may change, locked until the transaction ends.
 * @throws TollgateError `not_found` for another team's; `conflict` where it was accepted or revoked
 */
export async function lockInvite(transaction: RoleTransaction, actor: Actor, inviteId: string) {
  const known = await transaction.selectFrom('core.invites').select('team_id').where('id', '=', inviteId).executeTakeFirst()
  if (!known) throw new TollgateError('not_found')
  await requirePermission(transaction, actor, 'invite.change', known.team_id)
  const invite = await transaction
    .selectFrom('core.invites')
    .select([...inviteColumns, 'accepted_at', 'revoked_at'])
    .select(isSuspended('core.invites').as('suspended'))
    .where('id', '=', inviteId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const ended = invite.accepted_at ? 'accepted' : invite.revoked_at ? 'revoked' : null
  if (ended !== null) throw new TollgateError('conflict', { details: { reason: ended }, message: `This invite has been ${ended}.` })
  return invite
}
