/** What an act of a team's pages is sent with when it names another team's things. */
export interface Victim {
  team: string
  key: string
  mkey: string
  user: string
  budget: string
  webhook: string
  invite: string
}

type Fields = Record<string, string>

const metrics = ['requests_per_minute', 'tokens_per_minute', 'requests_per_day', 'tokens_per_day', 'concurrency']
const emptyPolicy: Fields = {
  ...Object.fromEntries(
    [
      'models.allow',
      'models.deny',
      'endpoints.allow',
      'endpoints.deny',
      'ip_allow',
      'max_output_tokens',
      'max_request_usd',
      'block_after_failures',
      'clients.tools',
      'aliases',
      'defaults',
      'tags',
      'expires',
      ...metrics.flatMap((metric) => [`limits.${metric}`, `end_users.limits.${metric}`]),
    ].map((name) => [name, '']),
  ),
  ...Object.fromEntries(['limits.rows', 'budgets', 'end_users.budgets'].map((name) => [name, '[]'])),
  'clients.rule': 'any',
}
const policy: Fields = { ...emptyPolicy, max_output_tokens: '9', was: JSON.stringify(emptyPolicy) }
const terms: Fields = { amount: '5', mode: 'hard', thresholds: '80', model: '' }

/** Each form of a team's pages, by the name of its action: well-formed, so that a refusal is about whose things they are. */
export const teamForms: Record<string, (of: Victim) => Fields> = {
  createKeyAction: ({ team }) => ({ team, name: 'forged', expires: '', budget: '' }),
  updateKeyAction: ({ key }) => ({ key, name: 'forged', expires: '', budget: '' }),
  rotateKeyAction: ({ key }) => ({ key, overlap: '0' }),
  disableKeyAction: ({ key }) => ({ key }),
  enableKeyAction: ({ key }) => ({ key }),
  deleteKeyAction: ({ key }) => ({ key }),
  disableKeysAction: ({ key }) => ({ keys: key }),
  blockKeyAction: ({ key }) => ({ key, reason: 'forged' }),
  createManagementKeyAction: ({ team }) => ({ team, name: 'forged', kind: 'management' }),
  revokeManagementKeyAction: ({ mkey }) => ({ key: mkey }),
  changeKeyPolicyAction: ({ key }) => ({ key, ...policy }),
  changeTeamPolicyAction: ({ team }) => ({ team, ...policy }),
  changeMemberPolicyAction: ({ team, user }) => ({ team, user, ...policy }),
  updateTeamAction: ({ team }) => ({ team, name: 'forged', time_zone: 'UTC' }),
  inviteAction: ({ team }) => ({ team, email: 'forged@example.com', role: 'owner' }),
  resendInviteAction: ({ invite }) => ({ invite }),
  revokeInviteAction: ({ invite }) => ({ invite }),
  changeRoleAction: ({ team, user }) => ({ team, user, role: 'viewer' }),
  removeMemberAction: ({ team, user }) => ({ team, user, keys: 'revoke' }),
  leaveTeamAction: ({ team }) => ({ team, keys: '' }),
  transferAction: ({ team, user }) => ({ team, user }),
  deleteTeamAction: ({ team }) => ({ team, typed: 'forged' }),
  createBudgetAction: ({ team }) => ({ team, scope: 'team', period: 'month', ...terms }),
  changeBudgetAction: ({ budget }) => ({ budget, ...terms }),
  raiseBudgetAction: ({ budget }) => ({ budget, by: '5', until: '2126-11-23' }),
  lowerBudgetAction: ({ budget }) => ({ budget }),
  endBudgetAction: ({ budget }) => ({ budget }),
  createWebhookAction: ({ team }) => ({ team, url: 'https://hooks.example.com/', 'key.blocked': 'on' }),
  changeWebhookAction: ({ webhook }) => ({ webhook, url: 'https://example.com/other', 'key.blocked': 'on' }),
  rotateWebhookAction: ({ webhook }) => ({ webhook }),
  switchWebhookAction: ({ webhook }) => ({ webhook, enabled: 'no' }),
  testWebhookAction: ({ webhook }) => ({ webhook }),
  deleteWebhookAction: ({ webhook }) => ({ webhook }),
  openPlaygroundAction: ({ team }) => ({ team }),
}

const channel: Fields = {
  name: 'forged',
  provider: 'openai',
  base_url: 'https://example.com/v1',
  credentials: 'sk-x',
  priority: '1',
  weight: '1',
}
const models = '[{"model":"forged","upstreamModel":""}]'

/** Each form of the operator's pages, sent by somebody who is none. */
export const operatorForms: Record<string, (of: Victim & { channel: string; credential: string; entry: string }) => Fields> = {
  disableTeamAction: ({ team }) => ({ team, reason: 'forged' }),
  enableTeamAction: ({ team }) => ({ team }),
  setGroupAction: ({ team }) => ({ team, customer_group: 'forged' }),
  changeCreditAction: ({ team }) => ({ team, direction: 'grant', amount_usd: '5', reference: 'forged', reason: 'forged' }),
  reverseCreditAction: ({ entry }) => ({ entry, reason: 'forged' }),
  disableUserAction: ({ user }) => ({ user }),
  enableUserAction: ({ user }) => ({ user }),
  changeOperatorRoleAction: ({ user }) => ({ user, role: 'owner' }),
  createChannelAction: () => ({ ...channel, models }),
  updateChannelAction: (of) => ({ ...channel, channel: of.channel }),
  updateModelsAction: (of) => ({ channel: of.channel, models }),
  addCredentialsAction: (of) => ({ channel: of.channel, credentials: 'sk-x' }),
  replaceCredentialAction: (of) => ({ channel: of.channel, credential: of.credential, credentials: 'sk-x' }),
  removeCredentialAction: (of) => ({ channel: of.channel, credential: of.credential }),
  enableChannelAction: (of) => ({ channel: of.channel }),
  disableChannelAction: (of) => ({ channel: of.channel }),
  deleteChannelAction: (of) => ({ channel: of.channel }),
  testChannelAction: (of) => ({ channel: of.channel, model: 'demo-chat' }),
  setPriceAction: () => ({ name: 'forged', group: 'default', input: '1', output: '1', cacheRead: '', request: '', belowCost: 'on' }),
  withdrawPriceAction: () => ({ name: 'demo-chat', group: 'forged' }),
  setMarkupAction: () => ({ models: 'demo-chat', markupPercent: '1' }),
  applyImportAction: () => ({ models: 'demo-chat', markupPercent: '1' }),
  updateSettingsAction: () => ({ name: 'forged', accent_hue: '1', support_email: '', support_url: '' }),
  updateSignUpAction: () => ({ mode: 'invite', sign_up_domains: '' }),
  runJobAction: () => ({ job: 'forget-replays' }),
}

/** Acts that name nothing of anybody else: one's own account and browser, and the ways in. */
export const ownActs: readonly string[] = [
  'acceptInviteAction',
  'createTeamAction',
  'changeEmailAction',
  'changePasswordAction',
  'chooseLanguage',
  'renameAction',
  'endSessionAction',
  'signOutEverywhereAction',
  'signOut',
  'signOutByForm',
  'signUp',
  'signIn',
  'requestConfirmation',
  'requestReset',
  'resetPassword',
  'setPreference',
  'beginFactorAction',
  'confirmFactorAction',
  'removeFactorAction',
  'enterCode',
]
