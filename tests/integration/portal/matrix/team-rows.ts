import { randomUUID } from 'node:crypto'
import { listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { getBalance } from '#lib/portal/credits/get-balance'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { listLedger } from '#lib/portal/credits/list-ledger'
import { takeCredit } from '#lib/portal/credits/take-credit'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { listInvites } from '#lib/portal/invites/list-invites'
import { resendInvite } from '#lib/portal/invites/resend-invite'
import { revokeInvite } from '#lib/portal/invites/revoke-invites'
import { changeRole } from '#lib/portal/members/change-role'
import { getMember } from '#lib/portal/members/get-member'
import { listMembers } from '#lib/portal/members/list-members'
import { leaveTeam, removeMember } from '#lib/portal/members/remove-member'
import { transferOwnership } from '#lib/portal/members/transfer-ownership'
import { getCatalogueModel, listCatalogue, listModelNames } from '#lib/portal/models/list-catalogue'
import { getModel } from '#lib/portal/models/get-model'
import { listModels } from '#lib/portal/models/list-models'
import { getTeamOverview } from '#lib/portal/overview/get-team-overview'
import { openPlayground } from '#lib/portal/playground/open-playground'
import { getRequest } from '#lib/portal/requests/get-request'
import { getRequestDetail } from '#lib/portal/requests/get-request-detail'
import { listRequestFacets } from '#lib/portal/requests/list-request-facets'
import { listRequests } from '#lib/portal/requests/list-requests'
import { searchTeam } from '#lib/portal/search/search-team'
import { deleteTeam } from '#lib/portal/teams/delete-team'
import { getTeam } from '#lib/portal/teams/get-team'
import { updateTeam } from '#lib/portal/teams/update-team'
import { suggestModel } from '#lib/portal/models/suggest-model'
import { countRefusals } from '#lib/portal/usage/count-refusals'
import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { listUsage } from '#lib/portal/usage/list-usage'
import { asPerson, type VerbRow } from '#tests/integration/portal/matrix/verb-row'

const quarterMs = 900_000
const now = new Date(Math.floor(Date.now() / quarterMs) * quarterMs)
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
export const span = { from: before(24), to: now, previous: { from: before(48), to: before(24) }, now }

const team = { on: 'team' } as const
const credit = (teamId: string) => ({ teamId, amountNanos: 1n, reference: randomUUID(), reason: 'x' })

/** Verbs on a team and on what belongs to it, its keys apart. */
export const teamRows: readonly VerbRow[] = [
  { ...team, verb: 'getTeam', acts: ['team.read'], run: (actor, { teamId }) => getTeam(actor, teamId) },
  { ...team, verb: 'updateTeam', acts: ['team.update'], run: (actor, { teamId }, tx) => updateTeam(actor, { teamId, name: 'x' }, tx) },
  {
    ...team,
    verb: 'updateTeam status',
    acts: ['team.govern'],
    run: (actor, { teamId }, tx) => updateTeam(actor, { teamId, status: 'disabled' }, tx),
  },
  {
    ...team,
    verb: 'deleteTeam',
    acts: ['team.delete'],
    run: (actor, { teamId, teamName: name }, tx) => deleteTeam(actor, { teamId, name }, tx),
  },
  {
    ...team,
    verb: 'getMember',
    acts: ['team.read'],
    run: (actor, { teamId, memberId: userId }) => getMember(actor, { teamId, userId }),
  },
  { ...team, verb: 'listMembers', acts: ['team.read'], run: (actor, { teamId }) => listMembers(actor, { teamId }) },
  {
    ...team,
    verb: 'changeRole',
    acts: ['member.change'],
    run: (actor, { teamId, memberId: userId }, tx) => changeRole(actor, { teamId, userId, role: 'billing' }, tx),
  },
  {
    ...team,
    verb: 'changeRole owner',
    acts: ['member.change', 'member.change_owner'],
    run: (actor, { teamId, memberId: userId }, tx) => changeRole(actor, { teamId, userId, role: 'owner' }, tx),
  },
  {
    ...team,
    verb: 'removeMember',
    acts: ['member.change'],
    run: (actor, { teamId, memberId: userId }, tx) => removeMember(actor, { teamId, userId, keys: null }, tx),
  },
  {
    ...team,
    verb: 'leaveTeam',
    acts: ['member.leave'],
    people: true,
    run: asPerson((actor, { teamId }, tx) => leaveTeam(actor, { teamId, keys: 'revoke' }, tx)),
  },
  {
    ...team,
    verb: 'transferOwnership',
    acts: ['team.transfer'],
    people: true,
    run: asPerson((actor, { teamId, memberId: userId }, tx) => transferOwnership(actor, { teamId, userId }, tx)),
  },
  { ...team, verb: 'listInvites', acts: ['invite.read'], run: (actor, { teamId }) => listInvites(actor, { teamId }) },
  {
    ...team,
    verb: 'inviteMember',
    acts: ['invite.change'],
    run: (actor, { teamId }) => inviteMember(actor, { teamId, email: `${randomUUID()}@example.com`, role: 'admin' }),
  },
  {
    ...team,
    verb: 'inviteMember owner',
    acts: ['invite.change', 'member.change_owner'],
    run: (actor, { teamId }) => inviteMember(actor, { teamId, email: `${randomUUID()}@example.com`, role: 'owner' }),
  },
  { ...team, verb: 'resendInvite', acts: ['invite.change'], run: (actor, { inviteId }) => resendInvite(actor, { inviteId }) },
  { ...team, verb: 'revokeInvite', acts: ['invite.change'], run: (actor, { inviteId }, tx) => revokeInvite(actor, inviteId, tx) },
  { ...team, verb: 'getBalance', acts: ['balance.read'], run: (actor, { teamId }) => getBalance(actor, teamId) },
  { ...team, verb: 'listLedger', acts: ['ledger.read'], run: (actor, { teamId }) => listLedger(actor, { teamId }) },
  { ...team, verb: 'grantCredit', acts: ['credit.change'], run: (actor, { teamId }, tx) => grantCredit(actor, credit(teamId), tx) },
  { ...team, verb: 'takeCredit', acts: ['credit.change'], run: (actor, { teamId }, tx) => takeCredit(actor, credit(teamId), tx) },
  { ...team, verb: 'getRequest', acts: ['request.read'], run: (actor, { requestId }) => getRequest(actor, requestId) },
  { ...team, verb: 'getRequestDetail', acts: ['request.read'], run: (actor, { requestId }) => getRequestDetail(actor, requestId) },
  { ...team, verb: 'listRequests', acts: ['request.read'], run: (actor, { teamId }) => listRequests(actor, { teamId }) },
  { ...team, verb: 'listRequestFacets', acts: ['request.read'], run: (actor, { teamId }) => listRequestFacets(actor, teamId) },
  { ...team, verb: 'listUsage', acts: ['usage.read'], run: (actor, { teamId }) => listUsage(actor, { teamId, groupBy: 'day' }) },
  {
    ...team,
    verb: 'getUsageReport',
    acts: ['usage.read'],
    run: (actor, { teamId }) => getUsageReport(actor, { teamId, groupBy: 'day', ...span }),
  },
  { ...team, verb: 'getTeamOverview', acts: ['usage.read'], run: (actor, { teamId }) => getTeamOverview(actor, { teamId, ...span }) },
  { ...team, verb: 'countRefusals', acts: ['usage.read'], run: (actor, { teamId }) => countRefusals(actor, { teamId, ...span }) },
  { ...team, verb: 'listAuditTrail', acts: ['audit.read'], run: (actor, { teamId }) => listAuditTrail(actor, { ofTeam: teamId }) },
  { ...team, verb: 'suggestModel', acts: ['catalogue.read'], run: (actor, { teamId }) => suggestModel(actor, teamId) },
  { ...team, verb: 'listCatalogue', acts: ['catalogue.read'], run: (actor, { teamId }) => listCatalogue(actor, teamId) },
  { ...team, verb: 'listModelNames', acts: ['catalogue.read'], run: (actor, { teamId }) => listModelNames(actor, teamId) },
  {
    ...team,
    verb: 'getCatalogueModel',
    acts: ['catalogue.read'],
    run: (actor, { teamId, model }) => getCatalogueModel(actor, teamId, model),
  },
  { ...team, verb: 'getModel', acts: ['catalogue.read'], run: (actor, { teamId, model }) => getModel(actor, model, teamId) },
  { ...team, verb: 'listModels', acts: ['catalogue.read'], run: (actor, { teamId }) => listModels(actor, { teamId }) },
  {
    ...team,
    verb: 'searchTeam',
    acts: ['key.read'],
    people: true,
    run: asPerson((actor, { teamId }) => searchTeam(actor, { teamId, search: 'x' })),
  },
  {
    ...team,
    verb: 'openPlayground',
    acts: ['playground.use'],
    people: true,
    run: asPerson((actor, { teamId }, tx) => openPlayground(actor, { teamId, sessionId: randomUUID() }, tx)),
  },
]
