import type { UserActor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { isInviteSecret } from '#lib/portal/invites/invite'
import { isSuspended } from '#lib/portal/invites/is-suspended'
import { stateOf } from '#lib/portal/invites/read-invite'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/**
 * Makes the signed-in person a member of the team that invited their address. Accepting twice is accepting once; a member
 * keeps the role they have. Answers the team.
 * @throws TollgateError `not_found` for no invite, `conflict` with the reason `expired`, `revoked`, `accepted` or
 *   `suspended`, `forbidden` for another address
 */
export function acceptInvite(actor: UserActor, secret: string, joined?: RoleTransaction): Promise<{ teamId: string }> {
  return acting(joined, async (transaction) => {
    const found = await findInvite(transaction, secret)
    // The team first: whoever deletes it holds that row, and revokes the invite before letting it go.
    const team = await transaction
      .selectFrom('core.teams')
      .select('status')
      .where('id', '=', found.team_id)
      .forShare()
      .executeTakeFirstOrThrow()
    const invite = await transaction
      .selectFrom('core.invites')
      .selectAll()
      .select(isSuspended('core.invites').as('suspended'))
      .where('id', '=', found.id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    await requireAddress(transaction, actor, invite.email)
    if (invite.accepted_by === actor.userId && (await isMember(transaction, actor, invite.team_id))) return { teamId: invite.team_id }
    const state = stateOf(invite, new Date())
    if (state !== 'open') throw new TollgateError('conflict', { details: { reason: state }, message: `This invite has been ${state}.` })
    if (team.status !== 'active') throw new TollgateError('team_disabled')
    const joins = await join(transaction, actor, invite.team_id, invite.role)
    await transaction
      .updateTable('core.invites')
      .set({ accepted_at: new Date(), accepted_by: actor.userId })
      .where('id', '=', invite.id)
      .execute()
    await writeAudit(transaction, actor, {
      teamId: invite.team_id,
      action: 'invite.accept',
      targetKind: 'invite',
      targetId: invite.id,
      after: { email: invite.email, role: joins ? invite.role : null },
    })
    return { teamId: invite.team_id }
  })
}

async function findInvite(transaction: RoleTransaction, secret: string): Promise<{ id: string; team_id: string }> {
  if (!isInviteSecret(secret)) throw new TollgateError('not_found')
  const found = await transaction
    .selectFrom('core.invite_secrets as s')
    .innerJoin('core.invites as i', 'i.id', 's.invite_id')
    .select(['i.id', 'i.team_id'])
    .where('s.secret_hash', '=', hashSecret(secret))
    .executeTakeFirst()
  if (!found) throw new TollgateError('not_found')
  return found
}

async function requireAddress(transaction: RoleTransaction, actor: UserActor, email: string): Promise<void> {
  const user = await transaction.selectFrom('core.users').select(['email', 'disabled_at']).where('id', '=', actor.userId).executeTakeFirst()
  if (!user) throw new TollgateError('unauthenticated')
  if (user.disabled_at) throw new TollgateError('forbidden', { message: 'This account is disabled.' })
  if (user.email.toLowerCase() !== email) {
    throw new TollgateError('forbidden', { details: { reason: 'other_address' }, message: 'This invite is for another address.' })
  }
}

async function isMember(transaction: RoleTransaction, actor: UserActor, teamId: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('core.memberships')
    .select('role')
    .where('team_id', '=', teamId)
    .where('user_id', '=', actor.userId)
    .executeTakeFirst()
  return row !== undefined
}

async function join(transaction: RoleTransaction, actor: UserActor, teamId: string, role: string): Promise<boolean> {
  const row = await transaction
    .insertInto('core.memberships')
    .values({ team_id: teamId, user_id: actor.userId, role })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}
