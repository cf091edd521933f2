import { z } from 'zod'
import { getBalance } from '#lib/portal/credits/get-balance'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { listLedger } from '#lib/portal/credits/list-ledger'
import { takeCredit } from '#lib/portal/credits/take-credit'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { nothing, teamParams } from '#lib/portal/management-api/routes/parts'
import { creditOut, entryOut, showCredit, showEntry } from '#lib/portal/management-api/wire/credit-wire'
import { nameIn, pageOut, pageQuery, reasonIn, showPage, signedUsdIn } from '#lib/portal/management-api/wire/fields'
import {
  balanceOut,
  showBalance,
  showTeam,
  showTeamWithBalance,
  teamOut,
  teamStatus,
  teamWithBalanceOut,
} from '#lib/portal/management-api/wire/team-wire'
import { createTeam } from '#lib/portal/teams/create-team'
import { deleteTeam } from '#lib/portal/teams/delete-team'
import { getTeam } from '#lib/portal/teams/get-team'
import { listTeams } from '#lib/portal/teams/list-teams'
import { updateTeam } from '#lib/portal/teams/update-team'

const tag = 'Teams'
const timeZone = z.string().max(64).describe('An IANA name such as Europe/Berlin')
const customerGroup = z.string().max(40)
const disablingReason = reasonIn.describe('With the status disabled: why. Operators alone read it')

export const teamRoutes = [
  defineRoute({
    method: 'POST',
    path: '/teams',
    scope: 'operator',
    tag,
    operationId: 'createTeam',
    summary: 'Make a team. It has no owner: it is run through this API.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: nameIn, time_zone: timeZone.optional(), customer_group: customerGroup.optional() }),
    answer: teamOut,
    statuses: [201],
    handle: async ({ actor, body, transaction }) => {
      const team = await createTeam(actor, { name: body.name, timeZone: body.time_zone, customerGroup: body.customer_group }, transaction)
      return { status: 201, body: showTeam(team) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/teams',
    scope: 'team',
    tag,
    operationId: 'listTeams',
    summary: "Teams, newest first; a team's own key sees that team.",
    params: nothing,
    query: z.strictObject({ ...pageQuery, search: z.string().max(200).optional() }),
    body: null,
    answer: pageOut(teamWithBalanceOut),
    statuses: [200],
    handle: async ({ actor, query }) => ({ status: 200, body: showPage(await listTeams(actor, query), showTeamWithBalance) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}',
    scope: 'team',
    tag,
    operationId: 'getTeam',
    summary: 'One team.',
    params: teamParams,
    query: nothing,
    body: null,
    answer: teamOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showTeam(await getTeam(actor, params.team_id)) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/teams/{team_id}',
    scope: 'team',
    tag,
    operationId: 'updateTeam',
    summary: 'Change a team. Status and customer group are for operators.',
    params: teamParams,
    query: nothing,
    body: z
      .strictObject({ name: nameIn, time_zone: timeZone, status: teamStatus, customer_group: customerGroup, reason: disablingReason })
      .partial(),
    answer: teamOut,
    statuses: [200],
    handle: async ({ actor, params, body }) => {
      const { name, status, time_zone: zone, customer_group: group, reason } = body
      const team = await updateTeam(actor, { teamId: params.team_id, name, status, timeZone: zone, customerGroup: group, reason })
      return { status: 200, body: showTeam(team) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/teams/{team_id}',
    scope: 'operator',
    tag,
    operationId: 'deleteTeam',
    summary: 'Delete a team for its people: keys, budgets and invites end. Books, requests and audit log stay.',
    params: teamParams,
    query: z.strictObject({ name: z.string().max(100).default('').describe("The team's name, exactly as it is") }),
    body: null,
    answer: null,
    statuses: [204],
    handle: async ({ actor, params, query }) => {
      await deleteTeam(actor, { teamId: params.team_id, name: query.name })
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/teams/{team_id}/credits',
    scope: 'operator',
    tag: 'Money',
    operationId: 'postCredit',
    summary: 'Add credit, or take it with a negative amount. The same reference again answers the first credit.',
    params: teamParams,
    query: nothing,
    body: z.strictObject({
      amount_usd: signedUsdIn,
      reference: z.string().trim().min(1).max(200),
      reason: reasonIn,
    }),
    answer: creditOut,
    statuses: [201, 200],
    handle: async ({ actor, params, body, transaction }) => {
      const takes = body.amount_usd < 0n
      const input = {
        teamId: params.team_id,
        amountNanos: takes ? -body.amount_usd : body.amount_usd,
        reference: body.reference,
        reason: body.reason,
      }
      const { credit, created } = await (takes ? takeCredit : grantCredit)(actor, input, transaction)
      return { status: created ? 201 : 200, body: showCredit(credit) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/balance',
    scope: 'team',
    tag: 'Money',
    operationId: 'getBalance',
    summary: "A team's credit, what open requests hold of it, and what is left.",
    params: teamParams,
    query: nothing,
    body: null,
    answer: balanceOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showBalance(await getBalance(actor, params.team_id)) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/ledger',
    scope: 'team',
    tag: 'Money',
    operationId: 'listLedger',
    summary: "A team's side of the books, newest first. The charges of one settlement batch are one entry.",
    params: teamParams,
    query: z.strictObject(pageQuery),
    body: null,
    answer: pageOut(entryOut),
    statuses: [200],
    handle: async ({ actor, params, query }) => ({
      status: 200,
      body: showPage(await listLedger(actor, { ...query, teamId: params.team_id }), showEntry),
    }),
  }),
]
