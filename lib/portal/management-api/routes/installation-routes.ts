import { z } from 'zod'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { nothing } from '#lib/portal/management-api/routes/parts'
import { idOut, pageOut, pageQuery, showIdOrNull, showPage } from '#lib/portal/management-api/wire/fields'
import {
  settingsIn,
  settingsInput,
  settingsOut,
  showSettings,
  showUser,
  userOut,
  userStanding,
} from '#lib/portal/management-api/wire/installation-wire'
import { getSettings } from '#lib/portal/settings/get-settings'
import { getSignUpRule, updateSignUpRule } from '#lib/portal/settings/sign-up'
import { updateSettings } from '#lib/portal/settings/update-settings'
import { showId } from '#lib/shared/ids'
import { listUsers } from '#lib/portal/users/list-users'

const tag = 'Installation'

const ownKeyOut = z
  .object({
    id: idOut('mkey'),
    kind: z.enum(['management', 'read_only']).describe('`read_only` is refused every change'),
    team_id: idOut('team').nullable().describe('Null for a key of operator scope'),
  })
  .meta({ id: 'ManagementKey' })

export const installationRoutes = [
  defineRoute({
    method: 'GET',
    path: '/settings',
    scope: 'operator',
    tag,
    operationId: 'getSettings',
    summary: 'What the installation is called, its accent, and where customers find help.',
    params: nothing,
    query: nothing,
    body: null,
    answer: settingsOut,
    statuses: [200],
    handle: async ({ actor }) => ({ status: 200, body: showSettings(await getSettings(actor), await getSignUpRule(actor)) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/settings',
    scope: 'operator',
    tag,
    operationId: 'updateSettings',
    summary: 'Change what is given of the settings. Every page follows within half a minute.',
    params: nothing,
    query: nothing,
    body: settingsIn,
    answer: settingsOut,
    statuses: [200],
    handle: async ({ actor, body }) => {
      const { sign_up: mode, sign_up_domains: domains } = body
      const changes = mode !== undefined || domains !== undefined
      const rule = await (changes ? updateSignUpRule(actor, { mode, domains }) : getSignUpRule(actor))
      return { status: 200, body: showSettings(await updateSettings(actor, settingsInput(body)), rule) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/users',
    scope: 'operator',
    tag,
    operationId: 'listUsers',
    summary: 'Everyone with an account, newest first.',
    params: nothing,
    query: z.strictObject({
      ...pageQuery,
      search: z.string().max(200).optional().describe('Part of the address or the name, or a whole user id'),
      standing: userStanding.optional().describe('Only these'),
    }),
    body: null,
    answer: pageOut(userOut),
    statuses: [200],
    handle: async ({ actor, query }) => ({ status: 200, body: showPage(await listUsers(actor, query), showUser) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/key',
    scope: 'team',
    tag,
    operationId: 'getOwnKey',
    summary: 'The management key that this call is made with.',
    params: nothing,
    query: nothing,
    body: null,
    answer: ownKeyOut,
    statuses: [200],
    handle: async ({ actor }) => {
      const kind = actor.readOnly ? ('read_only' as const) : ('management' as const)
      return { status: 200, body: { id: showId('mkey', actor.keyId), kind, team_id: showIdOrNull('team', actor.teamId) } }
    },
  }),
]
