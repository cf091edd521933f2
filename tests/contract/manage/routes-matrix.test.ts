import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { type Act, isRead, operatorMay, permissionFor } from '#lib/portal/acting/permissions'
import type { Route } from '#lib/portal/management-api/define-route'
import { routes } from '#lib/portal/management-api/registry'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { showId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { readEverything } from '#tests/integration/portal/matrix/read-everything'
import { makeMatrixWorld, type MatrixWorld } from '#tests/integration/portal/matrix/world'
import { makeEmptyTeam } from '#tests/integration/portal/personas'
import { actsOfRoutes } from '#tests/contract/manage/acts-of-routes'

let manage: Manage
let owner: pg.Client
let world: MatrixWorld
let keys: Record<'own' | 'ownReader' | 'foreign' | 'foreignReader' | 'operatorReader', string>
beforeAll(async () => {
  manage = await startManage()
  owner = new pg.Client({ connectionString: manage.database.adminUrl })
  await owner.connect()
  world = await makeMatrixWorld()
  const make = async (teamId: string | null, readOnly: boolean) =>
    (await createManagementKey(systemActor, { teamId, name: 'k', readOnly })).secret
  const foreign = await makeEmptyTeam()
  keys = {
    own: await make(world.teamId, false),
    ownReader: await make(world.teamId, true),
    foreign: await make(foreign, false),
    foreignReader: await make(foreign, true),
    operatorReader: await make(null, true),
  }
})
afterAll(async () => {
  await owner.end()
  await manage.close()
})

/** The route's address for the things of the world. */
function addressOf(route: Route): string {
  const ids: Record<string, string> = {
    team_id: showId('team', world.teamId),
    user_id: showId('user', world.memberId),
    key_id: showId('key', world.keyId),
    invite_id: showId('invite', world.inviteId),
    channel_id: showId('chan', world.channelId),
    request_id: showId('req', world.requestId),
    entry_id: showId('entry', world.entryId),
    webhook_id: showId('hook', world.webhookId),
    budget_id: showId('budget', world.budgetId),
    model: world.model,
  }
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `missing-${name}`)
}

const isAbout = (route: Route) => /\{(team_id|key_id|invite_id|request_id|budget_id|webhook_id)\}/.test(route.path)
const call = async (route: Route, key: string, raw = '{}') => {
  const sends = route.method !== 'GET' && route.method !== 'DELETE'
  const answer = await manage.call(route.method, addressOf(route), undefined, { key, ...(sends ? { raw } : {}) })
  return answer.status < 400 ? 'done' : answer.refusal
}

/** Whether a team's own key may do all of these. */
const mayTeamKey = (acts: readonly Act[]) => acts.every((act) => permissionFor(act).teamKeys)

test('every route says which act it is', () => {
  expect(Object.keys(actsOfRoutes).toSorted()).toEqual(routes.map(({ operationId }) => operationId).toSorted())
})

test('a route is closed to team keys exactly where no team key may do its act', () => {
  for (const route of routes) {
    const acts = actsOfRoutes[route.operationId] ?? []
    expect(`${route.operationId}: ${route.scope}`).toBe(`${route.operationId}: ${mayTeamKey(acts) ? 'team' : 'operator'}`)
    expect(`${route.operationId}: ${acts.every((act) => operatorMay(act, 'owner'))}`).toBe(`${route.operationId}: true`)
    expect(`${route.operationId} ${acts.every(isRead)}`).toBe(`${route.operationId} ${route.method === 'GET'}`)
  }
})

test('another team’s key finds nothing, a key that only reads changes nothing, and nothing has changed', async () => {
  const before = await readEverything(owner)
  const surprises: string[] = []
  const check = (route: Route, who: string, found: string, expected: string) => {
    if (found !== expected) surprises.push(`${route.operationId} by ${who}: ${found}, not ${expected}`)
  }
  for (const route of routes) {
    const reads = route.method === 'GET'
    const body = JSON.stringify(bodies[route.operationId] ?? {})
    if (!reads) {
      for (const who of ['ownReader', 'foreignReader', 'operatorReader'] as const)
        check(route, who, await call(route, keys[who], body), '403 forbidden')
    }
    if (route.scope === 'operator') {
      for (const who of ['own', 'foreign'] as const) check(route, who, await call(route, keys[who], body), '403 forbidden')
    } else if (isAbout(route)) {
      check(route, 'foreign', await call(route, keys.foreign, body), '404 not_found')
      if (reads) check(route, 'foreignReader', await call(route, keys.foreignReader), '404 not_found')
    }
  }
  expect(surprises).toEqual([])
  expect(await readEverything(owner)).toEqual(before)
})

test('every reading route answers whom its act names', async () => {
  const surprises: string[] = []
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const who = route.scope === 'team' ? [keys.own, keys.ownReader] : []
    for (const key of [...who, manage.operatorKey, keys.operatorReader]) {
      const found = await call(route, key)
      if (found !== 'done') surprises.push(`${route.operationId}: ${found}`)
    }
  }
  expect(surprises).toEqual([])
})

/** Bodies that are valid, so that only the permission can refuse them. */
const bodies: Record<string, object> = {
  createKey: { name: 'x' },
  changeMemberRole: { role: 'billing' },
  createWebhook: { url: 'http://127.0.0.1:9/x', events: ['key.blocked'] },
  createBudget: { scope: 'team', amount_usd: '1', period: 'month' },
  inviteMember: { email: 'x@example.com', role: 'viewer' },
}
