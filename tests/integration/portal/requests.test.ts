import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { putModel } from '#lib/portal/models/put-model'
import { noRates } from '#lib/portal/prices/price'
import { setSellPrice } from '#lib/portal/prices/set-price'
import { getRequest } from '#lib/portal/requests/get-request'
import { getRequestDetail } from '#lib/portal/requests/get-request-detail'
import { listRequestFacets } from '#lib/portal/requests/list-request-facets'
import { listRequests } from '#lib/portal/requests/list-requests'
import { listUsage } from '#lib/portal/usage/list-usage'
import { asPortal } from '#lib/shared/database/as-role'
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

test('requests of two keys of one name are told apart', async () => {
  const { teamId } = await teamWithRequest()
  const viewer = await makeMember(teamId, 'viewer')
  const label = async () => (await listRequests(viewer, { teamId })).items[0]?.keyLabel
  expect(await label()).toBe('Caller')
  const { key } = await createKey(systemActor, { teamId, name: 'Caller' })
  expect(await label()).toMatch(/^Caller \(tg-.+\)$/)
  const { keys } = await listRequestFacets(viewer, teamId)
  expect(keys.find(({ id }) => id === key.id)?.label).toBe(`Caller (${key.display})`)
})

test('a request keeps the name of a key that was deleted since', async () => {
  const { teamId, keyId } = await teamWithRequest()
  const viewer = await makeMember(teamId, 'viewer')
  const shown = async () => (await listRequests(viewer, { teamId })).items[0]
  expect(await shown()).toMatchObject({ keyName: 'Caller', keyDeleted: false })
  await deleteKey(systemActor, keyId)
  expect(await shown()).toMatchObject({ keyName: 'Caller', keyDeleted: true })
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

/** A request of a sold model that took two attempts. */
async function explainedRequest() {
  const teamId = await makeEmptyTeam()
  const { key } = await createKey(systemActor, { teamId, name: 'Caller' })
  const model = `vendor/${newId()}`
  await putModel(systemActor, { name: model })
  const { version: price } = await setSellPrice(systemActor, {
    model,
    values: { rates: { ...noRates, input: 150_000_000n, output: 600_000_000n }, requestNanos: 5n, tiers: [] },
  })
  const channel = await createChannel(systemActor, {
    name: 'Secret provider',
    provider: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:1/v1',
    credentials: [],
    models: [{ model, upstreamModel: null }],
  })
  const admission = admissionOf({ teamId, keyId: key.id }, { model, holdNanos: 10_000n })
  const attempts = [
    { channel_id: channel.id, status: 503, failure: 'upstream_error', ms: 30, start_us: 1150, duration_us: 30_000 },
    { channel_id: channel.id, status: 200, failure: null, ms: 200, start_us: 31_200, duration_us: 200_000 },
  ]
  const chargeNanos = 3n * 150n + 2n * 600n + 5n
  await settleRequest(
    settlementOf(admission, chargeNanos, {
      channelId: channel.id,
      sellPriceId: price.id,
      attempts,
      latencyMs: 900,
      ttftMs: 250,
    }),
  )
  return { teamId, requestId: admission.requestId, channelId: channel.id, chargeNanos }
}

test('a request is explained to members: timeline, attempts without who served them, and the price line by line', async () => {
  const { teamId, requestId, chargeNanos } = await explainedRequest()
  const detail = await getRequestDetail(await makeMember(teamId, 'viewer'), requestId, teamId)
  expect(detail.timeline).toMatchObject({ firstByteUs: 231_200, firstTokenUs: 250_000, endUs: 900_000 })
  expect(detail.timeline.steps.map(({ step, startUs }) => [step, startUs])).toEqual([
    ['key', 0],
    ['receive', 40],
    ['policy', 100],
    ['admission', 200],
    ['attempt', 1150],
    ['attempt', 31_200],
    ['answer', 231_200],
  ])
  expect(detail.explanation).toMatchObject({
    verdict: 'by_price',
    requestNanos: 5n,
    roundingFemtos: 0n,
    chargeNanos,
    lines: [
      { tokenClass: 'input', tokens: 3, rate: 150_000_000n, femtos: 450_000_000n },
      { tokenClass: 'output', tokens: 2, rate: 600_000_000n, femtos: 1_200_000_000n },
    ],
  })
  expect(detail.behind).toBeNull()
  const told = JSON.stringify(detail, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  expect(told).not.toContain('Secret provider')
  expect(detail.timeline.steps.map(({ attempt }) => attempt?.channelId ?? null)).toEqual(Array.from({ length: 7 }, () => null))
})

test('operators see the channels, the cost and the margin, members of the team or not', async () => {
  const { teamId, requestId, channelId, chargeNanos } = await explainedRequest()
  const operator = await makeOperator('support')
  const member = await makeMember(teamId, 'viewer')
  await asPortal((tx) => tx.updateTable('core.users').set({ operator_role: 'support' }).where('id', '=', member.userId).execute())
  for (const actor of [operator, member]) {
    const { behind, timeline } = await getRequestDetail(actor, requestId)
    expect(behind).toMatchObject({ channelId, costNanos: chargeNanos / 2n, marginNanos: chargeNanos - chargeNanos / 2n })
    expect(behind?.channelNames.get(channelId)).toBe('Secret provider')
    expect(timeline.steps.flatMap(({ attempt }) => attempt?.channelId ?? [])).toEqual([channelId, channelId])
  }
  const forKey = await getRequestDetail(managementKey(teamId), requestId)
  expect(forKey.behind).toBeNull()
  expect(forKey.timeline.steps.filter(({ step }) => step === 'attempt')).toHaveLength(2)
  expect(forKey.timeline.steps.flatMap(({ attempt }) => attempt?.channelId ?? [])).toEqual([])
})

test('the detail of a request of another team is not found, nor under the address of another team of one’s own', async () => {
  const { teamId, requestId } = await explainedRequest()
  const other = await makeEmptyTeam()
  const [outsider, foreignKey] = [await makeMember(other, 'owner'), managementKey(other)]
  for (const actor of [outsider, foreignKey]) expect(await codeOf(getRequestDetail(actor, requestId))).toBe('not_found')
  const reader = await makeMember(teamId, 'viewer')
  expect(await codeOf(getRequestDetail(reader, requestId, other))).toBe('not_found')
  expect(await codeOf(getRequestDetail(reader, newId(), teamId))).toBe('not_found')
})
