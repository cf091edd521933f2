export interface PageEntry {
  /** What its screenshots are called. */
  name: string
  /** `{team}`, `{key}`, `{request}`, `{model}`, `{channel}`, `{user}`, `{invite}` and `{mail}` stand for what the seeded installation holds. */
  path: string
  /** The operator, who is a member of the demo team too, unless the page is for people who are not signed in or have no team. */
  as?: 'visitor' | 'teamless'
}

/**
 * Every page there is, one line each: looked at by look.spec.ts and photographed by `npm run screenshots`. Only `/sign-in/code`
 * is not: the stack's own auth server has no second factors, so sign-in-ways.spec.ts looks at it beside one that has.
 */
export const pages: readonly PageEntry[] = [
  { name: 'site', path: '/', as: 'visitor' },
  { name: 'sign-in', path: '/sign-in', as: 'visitor' },
  { name: 'sign-up', path: '/sign-up', as: 'visitor' },
  { name: 'forgot-password', path: '/forgot-password', as: 'visitor' },
  { name: 'reset-password', path: '/reset-password', as: 'visitor' },
  { name: 'confirm-email', path: '/confirm-email', as: 'visitor' },
  { name: 'closed', path: '/closed', as: 'visitor' },
  { name: 'invite', path: '/invites/{invite}', as: 'visitor' },
  { name: 'outbox', path: '/outbox', as: 'visitor' },
  { name: 'mail', path: '/outbox/{mail}', as: 'visitor' },
  { name: 'overview', path: '/{team}' },
  { name: 'keys', path: '/{team}/keys' },
  { name: 'key', path: '/{team}/keys/{key}' },
  { name: 'management-keys', path: '/{team}/keys/management' },
  { name: 'usage', path: '/{team}/usage' },
  { name: 'logs', path: '/{team}/logs' },
  { name: 'request', path: '/{team}/logs?request={request}' },
  { name: 'budgets', path: '/{team}/budgets' },
  { name: 'policy', path: '/{team}/policy' },
  { name: 'webhooks', path: '/{team}/webhooks' },
  { name: 'credit', path: '/{team}/credit?show=all' },
  { name: 'team', path: '/{team}/team' },
  { name: 'member', path: '/{team}/members/{user}' },
  { name: 'audit', path: '/{team}/audit' },
  { name: 'models', path: '/{team}/models' },
  { name: 'model', path: '/{team}/models/{model}' },
  { name: 'playground', path: '/{team}/playground?model={model}' },
  { name: 'account', path: '/account' },
  { name: 'new-team', path: '/new-team' },
  { name: 'start', path: '/start', as: 'teamless' },
  { name: 'invite-other', path: '/invites/{invite}' },
  { name: 'admin', path: '/admin' },
  { name: 'admin-channels', path: '/admin/channels' },
  { name: 'admin-channel', path: '/admin/channels/{channel}' },
  { name: 'admin-channel-new', path: '/admin/channels/new' },
  { name: 'admin-models', path: '/admin/models' },
  { name: 'admin-model', path: '/admin/models/{model}' },
  { name: 'admin-import', path: '/admin/models/import' },
  { name: 'admin-teams', path: '/admin/teams' },
  { name: 'admin-team', path: '/admin/teams/{team}' },
  { name: 'admin-request', path: '/admin/teams/{team}/requests/{request}' },
  { name: 'admin-users', path: '/admin/users' },
  { name: 'admin-user', path: '/admin/users/{user}' },
  { name: 'admin-audit', path: '/admin/audit' },
  { name: 'admin-system', path: '/admin/system' },
  { name: 'admin-settings', path: '/admin/settings' },
]
