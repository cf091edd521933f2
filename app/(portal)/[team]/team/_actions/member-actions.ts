'use server'

import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { teamRoles } from '#lib/portal/acting/permissions'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { resendInvite } from '#lib/portal/invites/resend-invite'
import { revokeInvite } from '#lib/portal/invites/revoke-invites'
import { changeRole } from '#lib/portal/members/change-role'
import type { KeysLeft } from '#lib/portal/members/leave-keys'
import { leaveTeam, removeMember } from '#lib/portal/members/remove-member'
import { transferOwnership } from '#lib/portal/members/transfer-ownership'
import { deleteTeam } from '#lib/portal/teams/delete-team'
import type { TollgateError } from '#lib/shared/errors'
import { parseId } from '#lib/shared/ids'
import { emailField } from '../../../../_auth/auth-fields'
import { formAction } from '../../../../_auth/form-action'
import { idField } from '../../../../_auth/form-fields'

const team = idField('team')
const user = idField('user')
const role = z.enum(teamRoles)

/** `revoke`, the shown id of who takes the keys over, or empty where there are none. */
const keysField = z.string().transform((text, context): KeysLeft | null => {
  if (text === '') return null
  if (text === 'revoke') return 'revoke'
  const handOverTo = parseId('user', text)
  if (handOverTo !== null) return { handOverTo }
  context.addIssue({ code: 'custom', message: 'value' })
  return z.NEVER
})

const reasons = ['member', 'invited', 'last_owner', 'keys_left'] as const

/** A refusal in the words of this page, at the field it belongs to. */
function explainAt(field: string) {
  return async (error: TollgateError): Promise<Record<string, string> | null> => {
    const reason = reasons.find((known) => known === error.details?.reason)
    if (reason === undefined) return null
    const t = await getTranslations('team')
    return { [field]: t(`refusals.${reason}`) }
  }
}

export const inviteAction = formAction(
  z.object({ team, email: emailField, role }),
  async (actor, input) => ({ link: (await inviteMember(actor, { teamId: input.team, ...input, locale: await getLocale() })).link }),
  explainAt('email'),
)

export const resendInviteAction = formAction(z.object({ invite: idField('invite') }), async (actor, { invite }) => ({
  link: (await resendInvite(actor, { inviteId: invite, locale: await getLocale() })).link,
}))

export const revokeInviteAction = formAction(z.object({ invite: idField('invite') }), async (actor, { invite }) => {
  await revokeInvite(actor, invite)
  return null
})

export const changeRoleAction = formAction(
  z.object({ team, user, role }),
  async (actor, input) => {
    await changeRole(actor, { teamId: input.team, userId: input.user, role: input.role })
    return null
  },
  explainAt('role'),
)

export const removeMemberAction = formAction(
  z.object({ team, user, keys: keysField }),
  async (actor, input) => {
    await removeMember(actor, { teamId: input.team, userId: input.user, keys: input.keys })
    return null
  },
  explainAt('keys'),
)

const leave = formAction(
  z.object({ team, keys: keysField }),
  async (actor, input) => {
    await leaveTeam(actor, { teamId: input.team, keys: input.keys })
    return null
  },
  explainAt('keys'),
)

/** The team is gone for who has left it, so the way leads to where signing in does. */
export async function leaveTeamAction(...call: Parameters<typeof leave>): ReturnType<typeof leave> {
  const state = await leave(...call)
  if (state.status === 'done') redirect('/start')
  return state
}

export const transferAction = formAction(
  z.object({ team, user: z.string('person').min(1, 'person').pipe(user) }),
  async (actor, input) => {
    await transferOwnership(actor, { teamId: input.team, userId: input.user })
    return null
  },
  explainAt('user'),
)

const remove = formAction(z.object({ team, typed: z.string() }), async (actor, input) => {
  await deleteTeam(actor, { teamId: input.team, name: input.typed })
  return null
})

export async function deleteTeamAction(...call: Parameters<typeof remove>): ReturnType<typeof remove> {
  const state = await remove(...call)
  if (state.status === 'done') redirect('/start')
  return state
}
