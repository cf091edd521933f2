import { z } from 'zod'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { listInvites } from '#lib/portal/invites/list-invites'
import { resendInvite } from '#lib/portal/invites/resend-invite'
import { revokeInvite } from '#lib/portal/invites/revoke-invites'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { inviteParams, memberParams, nothing, teamParams } from '#lib/portal/management-api/routes/parts'
import { idIn, pageOut, pageQuery, showPage } from '#lib/portal/management-api/wire/fields'
import {
  inviteOut,
  inviteSentOut,
  memberOut,
  role,
  showInvite,
  showInviteOnce,
  showMember,
} from '#lib/portal/management-api/wire/member-wire'
import { changeRole } from '#lib/portal/members/change-role'
import type { KeysLeft } from '#lib/portal/members/leave-keys'
import { listMembers } from '#lib/portal/members/list-members'
import { removeMember } from '#lib/portal/members/remove-member'

const tag = 'People'

const keysLeft = z.strictObject({
  keys: z.enum(['revoke']).optional().describe('Revokes the keys that count for the member; the management keys they made end in any case'),
  hand_over_to: idIn('user').optional().describe('The member the keys count for from now on'),
})

function readKeysLeft(query: z.output<typeof keysLeft>): KeysLeft | null {
  if (query.hand_over_to !== undefined) return { handOverTo: query.hand_over_to }
  return query.keys ?? null
}

export const memberRoutes = [
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/members',
    scope: 'team',
    tag,
    operationId: 'listMembers',
    summary: 'The people of a team by their address.',
    params: teamParams,
    query: z.strictObject(pageQuery),
    body: null,
    answer: pageOut(memberOut),
    statuses: [200],
    handle: async ({ actor, params, query }) => ({
      status: 200,
      body: showPage(await listMembers(actor, { ...query, teamId: params.team_id }), showMember),
    }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/teams/{team_id}/members/{user_id}',
    scope: 'team',
    tag,
    operationId: 'changeMemberRole',
    summary: "Give a member another role. Owners are out of reach of a team's own key.",
    params: memberParams,
    query: nothing,
    body: z.strictObject({ role }),
    answer: null,
    statuses: [204],
    handle: async ({ actor, params, body }) => {
      await changeRole(actor, { teamId: params.team_id, userId: params.user_id, role: body.role })
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/teams/{team_id}/members/{user_id}',
    scope: 'team',
    tag,
    operationId: 'removeMember',
    summary: 'Take a member out of a team. Where keys count for them, say what becomes of those.',
    params: memberParams,
    query: keysLeft,
    body: null,
    answer: null,
    statuses: [204],
    handle: async ({ actor, params, query }) => {
      await removeMember(actor, { teamId: params.team_id, userId: params.user_id, keys: readKeysLeft(query) })
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/teams/{team_id}/invites',
    scope: 'team',
    tag,
    operationId: 'inviteMember',
    summary: 'Invite somebody into a team, by mail where mail is set up. Open for seven days.',
    params: teamParams,
    query: nothing,
    body: z.strictObject({ email: z.string().max(254), role, locale: z.enum(['en', 'zh']).optional().describe('Of the mail') }),
    answer: inviteSentOut,
    statuses: [201],
    slow: true,
    handle: async ({ actor, params, body }) => showInviteOnce(await inviteMember(actor, { ...body, teamId: params.team_id }), 201),
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/invites',
    scope: 'team',
    tag,
    operationId: 'listInvites',
    summary: 'Invites that were neither accepted nor revoked, newest first; expired ones may be sent again.',
    params: teamParams,
    query: z.strictObject(pageQuery),
    body: null,
    answer: pageOut(inviteOut),
    statuses: [200],
    handle: async ({ actor, params, query }) => ({
      status: 200,
      body: showPage(await listInvites(actor, { ...query, teamId: params.team_id }), showInvite),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/invites/{invite_id}/resend',
    scope: 'team',
    tag,
    operationId: 'resendInvite',
    summary: 'Send an invite again with a new link and another seven days; the link before leads nowhere any more.',
    params: inviteParams,
    query: nothing,
    body: z.strictObject({ locale: z.enum(['en', 'zh']).optional().describe('Of the mail') }),
    answer: inviteSentOut,
    statuses: [200],
    slow: true,
    handle: async ({ actor, params, body }) => showInviteOnce(await resendInvite(actor, { ...body, inviteId: params.invite_id }), 200),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/invites/{invite_id}',
    scope: 'team',
    tag,
    operationId: 'revokeInvite',
    summary: 'Take an open invite back.',
    params: inviteParams,
    query: nothing,
    body: null,
    answer: null,
    statuses: [204],
    handle: async ({ actor, params }) => {
      await revokeInvite(actor, params.invite_id)
      return { status: 204 }
    },
  }),
]
