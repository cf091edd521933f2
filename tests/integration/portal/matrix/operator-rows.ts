import { exportAudit } from '#lib/portal/audit/export-audit'
import { listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { createChannel } from '#lib/portal/channels/create-channel'
import { deleteChannel } from '#lib/portal/channels/delete-channel'
import { getChannel } from '#lib/portal/channels/get-channel'
import { getChannelDetail } from '#lib/portal/channels/get-channel-detail'
import { listChannelOverviews } from '#lib/portal/channels/list-channel-overviews'
import { listChannels } from '#lib/portal/channels/list-channels'
import { rewrapCredentials } from '#lib/portal/channels/rewrap-credentials'
import { testChannel } from '#lib/portal/channels/test-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { refundRequest } from '#lib/portal/credits/refund-request'
import { reverseCredit } from '#lib/portal/credits/reverse-credit'
import { listPricedModels } from '#lib/portal/models/list-priced-models'
import { putModel } from '#lib/portal/models/put-model'
import { setMarkup } from '#lib/portal/models/set-markup'
import { applyPriceImport, planPriceImport } from '#lib/portal/prices/import-prices'
import { listPriceHistory } from '#lib/portal/prices/list-price-history'
import { listPrices } from '#lib/portal/prices/list-prices'
import { setCostPrice, setPrice, setSellPrice } from '#lib/portal/prices/set-price'
import { getOperatorHome } from '#lib/portal/reports/get-operator-home'
import { getReconciliation } from '#lib/portal/reports/get-reconciliation'
import { getTrialBalance } from '#lib/portal/reports/get-trial-balance'
import { searchOperator } from '#lib/portal/search/search-operator'
import { getSettings } from '#lib/portal/settings/get-settings'
import { getSignUpRule, updateSignUpRule } from '#lib/portal/settings/sign-up'
import { updateSettings } from '#lib/portal/settings/update-settings'
import { getSystem } from '#lib/portal/system/get-system'
import { runJobNow } from '#lib/portal/system/run-job-now'
import { createTeam } from '#lib/portal/teams/create-team'
import { listTeamOverviews } from '#lib/portal/teams/list-team-overviews'
import { getDisabling } from '#lib/portal/teams/get-disabling'
import { listTeamPeople } from '#lib/portal/teams/list-team-people'
import { listTeams } from '#lib/portal/teams/list-teams'
import { countAllRefusals } from '#lib/portal/usage/count-refusals'
import { changeOperatorRole } from '#lib/portal/users/change-operator-role'
import { disableUser, enableUser } from '#lib/portal/users/disable-user'
import { getUser } from '#lib/portal/users/get-user'
import { listUsers } from '#lib/portal/users/list-users'
import { span } from '#tests/integration/portal/matrix/team-rows'
import { asPerson, type VerbRow } from '#tests/integration/portal/matrix/verb-row'
import { rates } from '#tests/integration/portal/matrix/world'

const on = { on: 'installation' } as const
const now = new Date()
const channel = {
  name: 'x',
  provider: 'openai',
  baseUrl: 'http://127.0.0.1:9/v1',
  credentials: ['sk-x'],
  models: [{ model: 'matrix-model' }],
} as const

/** Verbs on the installation. */
export const operatorRows: readonly VerbRow[] = [
  {
    ...on,
    verb: 'createTeam',
    acts: ['team.open'],
    people: true,
    run: asPerson((actor, _world, tx) => createTeam(actor, { name: 'x' }, tx)),
  },
  {
    ...on,
    verb: 'createTeam with a group',
    acts: ['team.create'],
    run: (actor, _world, tx) => createTeam(actor, { name: 'x', customerGroup: 'vip' }, tx),
  },
  { ...on, verb: 'listTeams', acts: ['team.list'], ownKeyAct: 'team.read', run: (actor) => listTeams(actor) },
  {
    ...on,
    verb: 'listTeamOverviews',
    acts: ['team.list'],
    run: (actor) => listTeamOverviews(actor, { sort: { by: 'name', descending: false }, since: now }),
  },
  { ...on, verb: 'getDisabling', acts: ['team.list'], run: (actor, { teamId }) => getDisabling(actor, teamId) },
  { ...on, verb: 'listTeamPeople', acts: ['user.read'], run: (actor, { teamId }) => listTeamPeople(actor, teamId) },
  { ...on, verb: 'listUsers', acts: ['user.read'], run: (actor) => listUsers(actor) },
  { ...on, verb: 'getUser', acts: ['user.read'], run: (actor, { personId }) => getUser(actor, personId) },
  { ...on, verb: 'disableUser', acts: ['user.disable'], run: (actor, { personId }, tx) => disableUser(actor, personId, tx) },
  {
    ...on,
    verb: 'disableUser of an operator',
    acts: ['user.disable', 'user.disable_operator'],
    run: (actor, { operatorId }, tx) => disableUser(actor, operatorId, tx),
  },
  { ...on, verb: 'enableUser', acts: ['user.disable'], run: (actor, { personId }, tx) => enableUser(actor, personId, tx) },
  {
    ...on,
    verb: 'changeOperatorRole',
    acts: ['operator.change'],
    run: (actor, { personId: userId }, tx) => changeOperatorRole(actor, { userId, role: 'support' }, tx),
  },
  { ...on, verb: 'createChannel', acts: ['channel.change'], run: (actor, _world, tx) => createChannel(actor, channel, tx) },
  {
    ...on,
    verb: 'updateChannel',
    acts: ['channel.change'],
    run: (actor, { channelId }, tx) => updateChannel(actor, { channelId, name: 'x' }, tx),
  },
  { ...on, verb: 'deleteChannel', acts: ['channel.change'], run: (actor, { channelId }, tx) => deleteChannel(actor, channelId, tx) },
  { ...on, verb: 'testChannel', acts: ['channel.change'], run: (actor, { channelId }) => testChannel(actor, { channelId }) },
  { ...on, verb: 'rewrapCredentials', acts: ['channel.change'], run: (actor) => rewrapCredentials(actor) },
  { ...on, verb: 'getChannel', acts: ['channel.read'], run: (actor, { channelId }) => getChannel(actor, channelId) },
  { ...on, verb: 'getChannelDetail', acts: ['channel.read'], run: (actor, { channelId }) => getChannelDetail(actor, channelId, now) },
  { ...on, verb: 'listChannels', acts: ['channel.read'], run: (actor) => listChannels(actor) },
  { ...on, verb: 'listChannelOverviews', acts: ['channel.read'], run: (actor) => listChannelOverviews(actor, { now }) },
  { ...on, verb: 'putModel', acts: ['catalogue.change'], run: (actor, { model }, tx) => putModel(actor, { name: model, vendor: 'x' }, tx) },
  {
    ...on,
    verb: 'setMarkup',
    acts: ['catalogue.change'],
    run: (actor, { model }, tx) => setMarkup(actor, { models: [model], markupPpm: 1_100_000n }, tx),
  },
  { ...on, verb: 'listPricedModels', acts: ['price.read'], run: (actor) => listPricedModels(actor) },
  { ...on, verb: 'listPrices', acts: ['price.read'], run: (actor, { model }) => listPrices(actor, { model }) },
  { ...on, verb: 'listPriceHistory', acts: ['price.read'], run: (actor, { model }) => listPriceHistory(actor, model) },
  {
    ...on,
    verb: 'setPrice',
    acts: ['price.change'],
    run: (actor, { model }, tx) => setPrice(actor, { kind: 'sell', model, values: rates }, tx),
  },
  { ...on, verb: 'setSellPrice', acts: ['price.change'], run: (actor, { model }, tx) => setSellPrice(actor, { model, values: rates }, tx) },
  { ...on, verb: 'setCostPrice', acts: ['price.change'], run: (actor, { model }, tx) => setCostPrice(actor, { model, values: rates }, tx) },
  {
    ...on,
    verb: 'planPriceImport',
    acts: ['price.change', 'catalogue.change'],
    run: (actor, { model }) => planPriceImport(actor, { models: [model] }),
  },
  {
    ...on,
    verb: 'applyPriceImport',
    acts: ['price.change', 'catalogue.change'],
    run: (actor, { model }, tx) => applyPriceImport(actor, { models: [model] }, tx),
  },
  {
    ...on,
    verb: 'reverseCredit',
    acts: ['credit.change'],
    run: (actor, { entryId }, tx) => reverseCredit(actor, { entryId, reason: 'x' }, tx),
  },
  {
    ...on,
    verb: 'refundRequest',
    acts: ['request.refund'],
    run: (actor, { requestId }, tx) => refundRequest(actor, { requestId, reason: 'x' }, tx),
  },
  { ...on, verb: 'countAllRefusals', acts: ['home.read'], run: (actor) => countAllRefusals(actor, span) },
  { ...on, verb: 'getOperatorHome', acts: ['home.read'], run: (actor) => getOperatorHome(actor, { ...span, timeZone: 'UTC' }) },
  { ...on, verb: 'getReconciliation', acts: ['report.read'], run: (actor) => getReconciliation(actor) },
  { ...on, verb: 'getTrialBalance', acts: ['report.read'], run: (actor) => getTrialBalance(actor) },
  { ...on, verb: 'getSettings', acts: ['settings.read'], run: (actor) => getSettings(actor) },
  { ...on, verb: 'updateSettings', acts: ['settings.change'], run: (actor, _world, tx) => updateSettings(actor, { accentHue: 20 }, tx) },
  { ...on, verb: 'getSignUpRule', acts: ['settings.read'], run: (actor) => getSignUpRule(actor) },
  {
    ...on,
    verb: 'updateSignUpRule',
    acts: ['settings.change'],
    run: (actor, _world, tx) => updateSignUpRule(actor, { mode: 'invite' }, tx),
  },
  { ...on, verb: 'getSystem', acts: ['system.read'], run: (actor) => getSystem(actor, now) },
  { ...on, verb: 'runJobNow', acts: ['job.run'], run: (actor) => runJobNow(actor, 'forget-replays') },
  { ...on, verb: 'listAuditTrail', acts: ['audit.read'], run: (actor) => listAuditTrail(actor) },
  { ...on, verb: 'exportAudit', acts: ['audit.read'], run: (actor) => exportAudit(actor, {}) },
  {
    ...on,
    verb: 'searchOperator',
    acts: ['team.list', 'catalogue.read'],
    people: true,
    run: asPerson((actor) => searchOperator(actor, { search: 'x' })),
  },
]
