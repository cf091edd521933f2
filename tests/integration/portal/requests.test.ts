import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { getRequest } from '#lib/portal/requests/get-request'
import { listRequests } from '#lib/portal/requests/list-requests'
import { listUsage } from '#lib/portal/usage/list-usage'
import { newId } from '#lib/shared/ids'
import {
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { admissionOf, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function teamWithRequest(chargeNanos = 10n) {
  const teamId = await makeEmptyTeam()
  const { key } = await createKey(systemActor, { teamId, name: 'Caller' })
  const admission = admissionOf({ teamId, keyId: key.id })
  await settleRequest(settlementOf(admission, chargeNanos, { channelId: newId(), upstreamModel: 'secret-upstream' }))
  return { teamId, keyId: key.id, requestId: admission.requestId }
}

test('members of every role read what was charged, and never what it cost or who served it', async () => {
  const { teamId, requestId } = await teamWithRequest()
  const viewer = await makeMember(teamId, 'viewer')
  const { items } = await listRequests(viewer, { teamId })
  expect(items).toMatchObject([{ id: requestId, keyName: 'Caller', chargeNanos: 10n, tokens: { input: 3, output: 2 }, internals: null }])
  expect(await getRequest(viewer, requestId)).toEqual(items[0])
  expect((await getRequest(managementKey(teamId), requestId)).internals).toBeNull()
  expect((await getRequest(await makeOperator('support'), requestId)).internals).toMatchObject({
    upstreamModel: 'secret-upstream',
    costNanos: 5n,
  })
})

test('the requests of another team are not found', async () => {
  const { teamId, requestId } = await teamWithRequest()
  const [outsider, foreignKey] = [await makePerson(), managementKey(await makeEmptyTeam())]
  for (const actor of [outsider, foreignKey]) {
    expect(await codeOf(getRequest(actor, requestId))).toBe('not_found')
    expect(await codeOf(listRequests(actor, { teamId }))).toBe('not_found')
    expect(await codeOf(listUsage(actor, { teamId, groupBy: 'day' }))).toBe('not_found')
  }
  expect((await listRequests(foreignKey)).items).toEqual([])
  expect(await codeOf(listRequests(outsider))).toBe('forbidden')
  expect(await codeOf(getRequest(outsider, newId()))).toBe('not_found')
})

test('a request keeps the name of a key that was deleted since', async () => {
  const { teamId, keyId } = await teamWithRequest()
  await deleteKey(systemActor, keyId)
  expect((await listRequests(await makeMember(teamId, 'viewer'), { teamId })).items[0]?.keyName).toBe('Caller')
})

test('an operator reads all teams; an operator who is a member sees a team as members do', async () => {
  const { teamId, requestId } = await teamWithRequest()
  const operator = await makeOperator('support')
  expect((await listRequests(operator, { limit: 200 })).items.map((request) => request.id)).toContain(requestId)
  expect((await listRequests(operator, { teamId })).items[0]?.internals).not.toBeNull()
})

test('usage shows members no cost, and cuts days by the clock that is asked for', async () => {
  const { teamId } = await teamWithRequest()
  const member = await makeMember(teamId, 'billing')
  const [sum] = (await listUsage(member, { teamId, groupBy: 'model' })).items
  expect(sum).toMatchObject({ group: 'test-model', requests: 1, chargeNanos: 10n, costNanos: null, averageLatencyMs: 12 })
  expect((await listUsage(systemActor, { teamId, groupBy: 'model' })).items[0]?.costNanos).toBe(5n)
  const dayIn = async (timeZone: string) => (await listUsage(member, { teamId, groupBy: 'day', timeZone })).items[0]?.group
  const localDay = (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date())
  for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) expect(await dayIn(timeZone)).toBe(localDay(timeZone))
  expect(await codeOf(listUsage(member, { teamId, groupBy: 'day', timeZone: 'Nowhere' }))).toBe('invalid_request')
  const at = new Date()
  expect(await codeOf(listUsage(member, { teamId, groupBy: 'day', from: at, to: at }))).toBe('invalid_request')
})
