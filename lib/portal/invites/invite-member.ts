import type { Actor } from '#lib/portal/acting/actor'
import type { TeamRole } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { expiryFrom, type Invite, inviteColumns, type InviteSent, mintInviteSecret, senderOf, toInvite } from '#lib/portal/invites/invite'
import { deliverInvite } from '#lib/portal/invites/deliver-invite'
import { revokeExpired } from '#lib/portal/invites/revoke-invites'
import { requireInviteEmail, takeInviteTurn } from '#lib/portal/invites/invite-limits'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { newId } from '#lib/shared/ids'

export interface InviteMemberInput {
  teamId: string
  email: string
  role: TeamRole
  /** Of the mail. */
  locale?: string
}

/**
 * Asks somebody into a team, by mail where mail can be sent; else the link is answered, this once, to be handed over.
 * @throws TollgateError `conflict` for a member and where an invite is open; `rate_limited`
 */
export async function inviteMember(actor: Actor, input: InviteMemberInput): Promise<InviteSent> {
  const email = requireInviteEmail(input.email)
  await acting(undefined, (transaction) => requireMayInvite(transaction, actor, input))
  await takeInviteTurn(actor, input.teamId, email)
  const secret = mintInviteSecret()
  const invite = await acting(undefined, async (transaction) => {
    await requireMayInvite(transaction, actor, input)
    return insertInvite(transaction, actor, { ...input, email }, secret)
  })
  return deliverInvite({ actor, invite, secret, locale: input.locale })
}

async function requireMayInvite(transaction: RoleTransaction, actor: Actor, { teamId, role }: InviteMemberInput): Promise<void> {
  await requirePermission(transaction, actor, 'invite.change', teamId)
  if (role === 'owner') await requirePermission(transaction, actor, 'member.change_owner', teamId)
}

async function insertInvite(
  transaction: RoleTransaction,
  actor: Actor,
  { teamId, email, role }: InviteMemberInput,
  secret: string,
): Promise<Invite> {
  // Whoever deletes the team meanwhile waits for this, and then revokes it.
  await transaction.selectFrom('core.teams').select('id').where('id', '=', teamId).forShare().executeTakeFirstOrThrow()
  await requireNoMember(transaction, teamId, email)
  const now = new Date()
  await revokeExpired(transaction, actor, teamId, email, now)
  const row = await transaction
    .insertInto('core.invites')
    .values({
      id: newId(),
      team_id: teamId,
      email,
      role,
      ...senderOf(actor),
      expires_at: expiryFrom(now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(inviteColumns)
    .executeTakeFirst()
  if (!row) throw refuse('invited', 'This address has an open invite. Send that one again, or revoke it first.')
  await transaction
    .insertInto('core.invite_secrets')
    .values({ invite_id: row.id, secret_hash: hashSecret(secret) })
    .execute()
  await writeAudit(transaction, actor, {
    teamId,
    action: 'invite.create',
    targetKind: 'invite',
    targetId: row.id,
    after: { email, role, expires_at: row.expires_at },
  })
  return toInvite(row)
}

async function requireNoMember(transaction: RoleTransaction, teamId: string, email: string): Promise<void> {
  const member = await transaction
    .selectFrom('core.memberships as m')
    .innerJoin('core.users as u', 'u.id', 'm.user_id')
    .select('u.id')
    .where('m.team_id', '=', teamId)
    .where((where) => where.eb(where.fn('lower', ['u.email']), '=', email))
    .executeTakeFirst()
  if (member) throw refuse('member', 'This address belongs to a member of the team.')
}

function refuse(reason: 'member' | 'invited', message: string): TollgateError {
  return new TollgateError('conflict', { param: 'email', details: { reason }, message })
}
