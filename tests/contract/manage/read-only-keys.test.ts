import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { routes } from '#lib/portal/management-api/registry'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { parseId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
let readers: { operator: string; team: string }
let teamId: string
beforeAll(async () => {
  manage = await startManage()
  teamId = (await manage.team()).id
  const make = async (team: string | null) =>
    (await createManagementKey(systemActor, { teamId: team, name: 'reads', readOnly: true })).secret
  readers = { operator: await make(null), team: await make(parseId('team', teamId)) }
})
afterAll(() => manage.close())

const changes = routes
  .filter((route) => route.method !== 'GET')
  .map((route) => [route.method, route.path.replace('{team_id}', 'team_x')] as const)
test.each(changes)('%s %s is refused to a key that only reads, before anything of it is read', async (method, path) => {
  for (const key of Object.values(readers)) {
    expect((await manage.call(method, path, undefined, { key, raw: 'no JSON' })).refusal).toBe('403 forbidden')
  }
})

test('it reads what its scope reads, and says what it is', async () => {
  expect((await manage.call('GET', `/teams/${teamId}`, undefined, { key: readers.team })).status).toBe(200)
  expect((await manage.call('GET', '/channels', undefined, { key: readers.operator })).status).toBe(200)
  expect((await manage.call('GET', '/channels', undefined, { key: readers.team })).refusal).toBe('403 forbidden')
  expect((await manage.call('GET', '/key', undefined, { key: readers.team })).body).toMatchObject({ kind: 'read_only', team_id: teamId })
  expect((await manage.call('GET', '/key')).body).toMatchObject({ kind: 'management', team_id: null })
})
