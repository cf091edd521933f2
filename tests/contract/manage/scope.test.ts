import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '#lib/portal/management-api/registry'
import { showId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
let teamKey: string
beforeAll(async () => {
  manage = await startManage()
  teamKey = (await manage.team()).key
})
afterAll(() => manage.close())

/** An id of the right form that belongs to nobody. */
const nobody = '018f0000-0000-7000-8000-000000000000'
const ids = {
  team_id: 'team',
  key_id: 'key',
  channel_id: 'chan',
  request_id: 'req',
  user_id: 'user',
  invite_id: 'invite',
  webhook_id: 'hook',
} as const

function pathOf(pattern: string): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const kind = Object.entries(ids).find(([parameter]) => parameter === name)?.[1]
    return kind === undefined ? 'some-model' : showId(kind, nobody)
  })
}

const operatorRoutes = routes.filter((route) => route.scope === 'operator').map((route) => [route.method, pathOf(route.path)] as const)
test.each(operatorRoutes)("%s %s is forbidden to a team's own key", async (method, path) => {
  expect((await manage.call(method, path, method === 'GET' ? undefined : {}, { key: teamKey })).refusal).toBe('403 forbidden')
})

const allRoutes = routes.map((route) => [route.method, pathOf(route.path)] as const)
test.each(allRoutes)('%s %s needs a key', async (method, path) => {
  expect((await manage.call(method, path, undefined, { key: null })).refusal).toBe('401 missing_api_key')
})

const byId = routes
  .filter((route) => route.path.includes('_id}') && route.method !== 'POST')
  .map((route) => [route.method, pathOf(route.path)] as const)
test.each(byId)('%s %s of an id that is not there is not found', async (method, path) => {
  const body = /\/members\/\w+$/.test(path) ? { role: 'viewer' } : {}
  expect((await manage.call(method, path, method === 'GET' ? undefined : body)).refusal).toBe('404 not_found')
})
