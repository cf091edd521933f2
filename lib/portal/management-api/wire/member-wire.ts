import { z } from 'zod'
import { teamRoles } from '#lib/portal/acting/permissions'
import type { Invite, InviteSent } from '#lib/portal/invites/invite'
import { idOut, showIdOrNull, showTimeOrNull, timeOut } from '#lib/portal/management-api/wire/fields'
import type { Member } from '#lib/portal/members/member'
import { showId } from '#lib/shared/ids'

export const role = z.enum(teamRoles)

export const memberOut = z
  .object({
    user_id: idOut('user'),
    email: z.string(),
    display_name: z.string().describe('Empty until they give one'),
    role,
    joined_at: timeOut,
    disabled: z.boolean().describe('Switched off by an operator: may do nothing, in any team'),
    keys: z.number().int().describe('How many keys count for them'),
  })
  .meta({ id: 'Member' })

export function showMember(member: Member): z.infer<typeof memberOut> {
  return {
    user_id: showId('user', member.userId),
    email: member.email,
    display_name: member.displayName,
    role: member.role,
    joined_at: member.joinedAt.toISOString(),
    disabled: member.disabled,
    keys: member.keys,
  }
}

const inviteFields = z.object({
  id: idOut('invite'),
  team_id: idOut('team'),
  email: z.string(),
  role,
  invited_by: idOut('user').nullable().describe('Null where a management key invited'),
  expires_at: timeOut,
  sent_at: timeOut.nullable().describe('When its mail went out; null where the link was answered instead'),
  created_at: timeOut,
})

export const inviteOut = inviteFields.meta({ id: 'Invite' })

export const inviteSentOut = inviteFields
  .extend({ link: z.string().nullable().describe('Shown once, and only where no mail could be sent: hand it to whoever is invited') })
  .meta({ id: 'InviteSent' })

export function showInvite(invite: Invite): z.infer<typeof inviteOut> {
  return {
    id: showId('invite', invite.id),
    team_id: showId('team', invite.teamId),
    email: invite.email,
    role: invite.role,
    invited_by: showIdOrNull('user', invite.invitedBy),
    expires_at: invite.expiresAt.toISOString(),
    sent_at: showTimeOrNull(invite.sentAt),
    created_at: invite.createdAt.toISOString(),
  }
}

/** The link stands in the first answer alone. */
export function showInviteOnce({ invite, link }: InviteSent, status: number) {
  const shown = showInvite(invite)
  return { status, body: { ...shown, link }, remembered: { ...shown, link: null } }
}
