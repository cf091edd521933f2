import type { Act } from '#lib/portal/acting/permissions'
import { showId } from '#lib/shared/ids'
import type { MatrixWorld } from '#tests/integration/portal/matrix/world'

export interface ActionRow {
  /** The exported name of the server action. */
  action: string
  acts: readonly Act[]
  on: 'team' | 'installation'
  /** A form that is valid, so that only the permission can refuse it. */
  form: (world: MatrixWorld) => Record<string, string>
}

const team = (world: MatrixWorld) => ({ team: showId('team', world.teamId) })
const key = (world: MatrixWorld) => ({ key: showId('key', world.keyId) })
const budget = (world: MatrixWorld) => ({ budget: showId('budget', world.budgetId) })
const webhook = (world: MatrixWorld) => ({ webhook: showId('hook', world.webhookId) })
const invite = (world: MatrixWorld) => ({ invite: showId('invite', world.inviteId) })
const member = (world: MatrixWorld) => ({ ...team(world), user: showId('user', world.memberId) })
const person = (world: MatrixWorld) => ({ user: showId('user', world.personId) })
const channel = (world: MatrixWorld) => ({ channel: showId('chan', world.channelId) })
const credential = (world: MatrixWorld) => ({ ...channel(world), credential: showId('cred', world.channelId) })

const terms = { amount: '1', mode: 'hard', thresholds: '50' }
const address = { name: 'x', provider: 'openai', base_url: 'http://127.0.0.1:9/v1', credentials: 'sk-x', priority: '1', weight: '1' }
const limits = ['requests_per_minute', 'tokens_per_minute', 'requests_per_day', 'tokens_per_day', 'concurrency']
const noPolicy: Record<string, string> = {
  ...Object.fromEntries(['models', 'endpoints'].flatMap((of) => [`${of}.allow`, `${of}.deny`]).map((name) => [name, ''])),
  ...Object.fromEntries(limits.flatMap((limit) => [`limits.${limit}`, `end_users.limits.${limit}`]).map((name) => [name, ''])),
  ...Object.fromEntries(['ip_allow', 'max_output_tokens', 'max_request_usd', 'block_after_failures'].map((name) => [name, ''])),
  'limits.rows': '[]',
  'clients.rule': 'any',
  'clients.tools': '',
  aliases: '',
  defaults: '',
  expires: '',
}
const policy = { ...noPolicy, max_output_tokens: '10', was: JSON.stringify(noPolicy) }

const onTeam = { on: 'team' } as const
const onInstallation = { on: 'installation' } as const
const keyOf = (action: string, acts: readonly Act[], rest = {}): ActionRow => ({
  ...onTeam,
  action,
  acts,
  form: (world) => ({ ...key(world), ...rest }),
})
const channelOf = (action: string, rest = {}): ActionRow => ({
  ...onInstallation,
  action,
  acts: ['channel.change'],
  form: (world) => ({ ...channel(world), ...rest }),
})
const price = (action: string, acts: readonly Act[], rest: Record<string, string>): ActionRow => ({
  ...onInstallation,
  action,
  acts,
  form: ({ model }) => ({ name: model, group: 'default', models: model, ...rest }),
})

/** Every server action that names something, or acts on the installation. */
export const actionRows: readonly ActionRow[] = [
  { ...onTeam, action: 'updateTeamAction', acts: ['team.update'], form: (world) => ({ ...team(world), name: 'x', time_zone: 'UTC' }) },
  { ...onTeam, action: 'deleteTeamAction', acts: ['team.delete'], form: (world) => ({ ...team(world), typed: world.teamName }) },
  { ...onTeam, action: 'leaveTeamAction', acts: ['member.leave'], form: (world) => ({ ...team(world), keys: 'revoke' }) },
  { ...onTeam, action: 'transferAction', acts: ['team.transfer'], form: member },
  {
    ...onTeam,
    action: 'inviteAction',
    acts: ['invite.change'],
    form: (world) => ({ ...team(world), email: 'x@example.com', role: 'viewer' }),
  },
  { ...onTeam, action: 'resendInviteAction', acts: ['invite.change'], form: invite },
  { ...onTeam, action: 'revokeInviteAction', acts: ['invite.change'], form: invite },
  { ...onTeam, action: 'changeRoleAction', acts: ['member.change'], form: (world) => ({ ...member(world), role: 'billing' }) },
  { ...onTeam, action: 'removeMemberAction', acts: ['member.change'], form: (world) => ({ ...member(world), keys: '' }) },
  { ...onTeam, action: 'changeTeamPolicyAction', acts: ['policy.change'], form: (world) => ({ ...team(world), ...policy }) },
  { ...onTeam, action: 'changeMemberPolicyAction', acts: ['policy.change'], form: (world) => ({ ...member(world), ...policy }) },
  keyOf('changeKeyPolicyAction', ['key.change'], policy),
  { ...onTeam, action: 'createKeyAction', acts: ['key.create'], form: (world) => ({ ...team(world), name: 'x', expires: '' }) },
  keyOf('updateKeyAction', ['key.change'], { name: 'x', expires: '' }),
  keyOf('rotateKeyAction', ['key.change'], { overlap: '0' }),
  keyOf('disableKeyAction', ['key.change']),
  keyOf('enableKeyAction', ['key.change']),
  keyOf('deleteKeyAction', ['key.change']),
  keyOf('blockKeyAction', ['key.change', 'key.govern'], { reason: 'x' }),
  { ...onTeam, action: 'disableKeysAction', acts: ['key.change'], form: (world) => ({ keys: key(world).key }) },
  {
    ...onTeam,
    action: 'createManagementKeyAction',
    acts: ['management_key.change'],
    form: (world) => ({ ...team(world), name: 'x', kind: 'management' }),
  },
  {
    ...onTeam,
    action: 'revokeManagementKeyAction',
    acts: ['management_key.change'],
    form: (world) => ({ key: showId('mkey', world.managementKeyId) }),
  },
  {
    ...onTeam,
    action: 'createBudgetAction',
    acts: ['budget.change'],
    form: (world) => ({ ...team(world), ...terms, scope: 'team', period: 'week' }),
  },
  { ...onTeam, action: 'changeBudgetAction', acts: ['budget.change'], form: (world) => ({ ...budget(world), ...terms }) },
  {
    ...onTeam,
    action: 'raiseBudgetAction',
    acts: ['budget.read', 'budget.change'],
    form: (world) => ({ ...budget(world), by: '1', until: '2100-01-01' }),
  },
  { ...onTeam, action: 'lowerBudgetAction', acts: ['budget.change'], form: budget },
  { ...onTeam, action: 'endBudgetAction', acts: ['budget.change'], form: budget },
  {
    ...onTeam,
    action: 'createWebhookAction',
    acts: ['webhook.change'],
    form: (world) => ({ ...team(world), url: 'http://127.0.0.1:9/', 'key.blocked': 'on' }),
  },
  {
    ...onTeam,
    action: 'changeWebhookAction',
    acts: ['webhook.change'],
    form: (world) => ({ ...webhook(world), url: 'https://example.com/other', 'key.blocked': 'on' }),
  },
  { ...onTeam, action: 'rotateWebhookAction', acts: ['webhook.change'], form: webhook },
  { ...onTeam, action: 'switchWebhookAction', acts: ['webhook.change'], form: (world) => ({ ...webhook(world), enabled: 'no' }) },
  { ...onTeam, action: 'testWebhookAction', acts: ['webhook.change'], form: webhook },
  { ...onTeam, action: 'deleteWebhookAction', acts: ['webhook.change'], form: webhook },
  { ...onTeam, action: 'openPlaygroundAction', acts: ['playground.use'], form: team },
  { ...onTeam, action: 'disableTeamAction', acts: ['team.govern'], form: (world) => ({ ...team(world), reason: 'x' }) },
  { ...onTeam, action: 'enableTeamAction', acts: ['team.govern'], form: team },
  { ...onTeam, action: 'setGroupAction', acts: ['team.govern'], form: (world) => ({ ...team(world), customer_group: 'vip' }) },
  {
    ...onTeam,
    action: 'changeCreditAction',
    acts: ['credit.change'],
    form: (world) => ({ ...team(world), direction: 'grant', amount_usd: '1', reference: 'x', reason: 'x' }),
  },
  {
    ...onInstallation,
    action: 'reverseCreditAction',
    acts: ['credit.change'],
    form: (world) => ({ entry: showId('entry', world.entryId), reason: 'x' }),
  },
  { ...onInstallation, action: 'disableUserAction', acts: ['user.disable'], form: person },
  { ...onInstallation, action: 'enableUserAction', acts: ['user.disable'], form: person },
  {
    ...onInstallation,
    action: 'changeOperatorRoleAction',
    acts: ['operator.change'],
    form: (world) => ({ ...person(world), role: 'support' }),
  },
  {
    ...onInstallation,
    action: 'createChannelAction',
    acts: ['channel.change'],
    form: ({ model }) => ({ ...address, models: mapping(model) }),
  },
  channelOf('updateChannelAction', address),
  {
    ...onInstallation,
    action: 'updateModelsAction',
    acts: ['channel.change'],
    form: (world) => ({ ...channel(world), models: mapping(world.model) }),
  },
  channelOf('addCredentialsAction', { credentials: 'sk-y' }),
  {
    ...onInstallation,
    action: 'replaceCredentialAction',
    acts: ['channel.change'],
    form: (world) => ({ ...credential(world), credentials: 'sk-y' }),
  },
  { ...onInstallation, action: 'removeCredentialAction', acts: ['channel.change'], form: credential },
  channelOf('enableChannelAction'),
  channelOf('disableChannelAction'),
  channelOf('deleteChannelAction'),
  {
    ...onInstallation,
    action: 'testChannelAction',
    acts: ['channel.change'],
    form: (world) => ({ ...channel(world), model: world.model }),
  },
  price('setPriceAction', ['price.read', 'price.change', 'catalogue.change'], { input: '1', output: '1', cacheRead: '', request: '' }),
  price('withdrawPriceAction', ['price.change'], {}),
  price('setMarkupAction', ['catalogue.change'], { markupPercent: '1' }),
  price('applyImportAction', ['price.change', 'catalogue.change'], { markupPercent: '1' }),
  {
    ...onInstallation,
    action: 'updateSettingsAction',
    acts: ['settings.change'],
    form: () => ({ name: 'x', accent_hue: '20', support_email: '', support_url: '' }),
  },
  {
    ...onInstallation,
    action: 'updateSignUpAction',
    acts: ['settings.change'],
    form: () => ({ mode: 'invite', sign_up_domains: '' }),
  },
  { ...onInstallation, action: 'runJobAction', acts: ['job.run'], form: () => ({ job: 'forget-replays' }) },
]

function mapping(model: string): string {
  return JSON.stringify([{ model, upstreamModel: '' }])
}
