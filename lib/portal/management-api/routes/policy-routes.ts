import { defineRoute } from '#lib/portal/management-api/define-route'
import { keyParams, memberParams, nothing, teamParams } from '#lib/portal/management-api/routes/parts'
import { effectivePolicyOut, policyIn, policyOut, showEffectivePolicy } from '#lib/portal/management-api/wire/policy-wire'
import { getEffectivePolicy } from '#lib/portal/policies/get-effective-policy'
import { changeMemberPolicy, getMemberPolicy } from '#lib/portal/policies/member-policy'
import { changeTeamPolicy, getTeamPolicy } from '#lib/portal/policies/team-policy'

const tag = 'Policies'

export const policyRoutes = [
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/policy',
    scope: 'team',
    tag,
    operationId: 'getTeamPolicy',
    summary: 'What every key of a team is bound to.',
    params: teamParams,
    query: nothing,
    body: null,
    answer: policyOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: await getTeamPolicy(actor, params.team_id) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/teams/{team_id}/policy',
    scope: 'team',
    tag,
    operationId: 'changeTeamPolicy',
    summary: 'Change what every key of a team is bound to: members given replace those before, null takes one away.',
    params: teamParams,
    query: nothing,
    body: policyIn,
    answer: policyOut,
    statuses: [200],
    handle: async ({ actor, params, body }) => ({ status: 200, body: await changeTeamPolicy(actor, params.team_id, body) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/members/{user_id}/policy',
    scope: 'team',
    tag,
    operationId: 'getMemberPolicy',
    summary: "What a member's keys in this team are bound to.",
    params: memberParams,
    query: nothing,
    body: null,
    answer: policyOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({
      status: 200,
      body: await getMemberPolicy(actor, { teamId: params.team_id, userId: params.user_id }),
    }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/teams/{team_id}/members/{user_id}/policy',
    scope: 'team',
    tag,
    operationId: 'changeMemberPolicy',
    summary: "Change what a member's keys in this team are bound to.",
    params: memberParams,
    query: nothing,
    body: policyIn,
    answer: policyOut,
    statuses: [200],
    handle: async ({ actor, params, body }) => ({
      status: 200,
      body: await changeMemberPolicy(actor, { teamId: params.team_id, userId: params.user_id }, body),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/keys/{key_id}/effective-policy',
    scope: 'team',
    tag,
    operationId: 'getEffectivePolicy',
    summary: 'What a key is bound to, all levels together, and which level each part comes from.',
    params: keyParams,
    query: nothing,
    body: null,
    answer: effectivePolicyOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showEffectivePolicy(await getEffectivePolicy(actor, params.key_id)) }),
  }),
]
