import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { getCatalogueModel, listCatalogue } from '#lib/portal/models/list-catalogue'
import { listPublicCatalogue } from '#lib/portal/models/list-public-catalogue'
import { suggestModel } from '#lib/portal/models/suggest-model'
import { asPortal } from '#lib/shared/database/as-role'
import { putModel } from '#lib/portal/models/put-model'
import { noRates } from '#lib/portal/prices/price'
import { setCostPrice, setSellPrice } from '#lib/portal/prices/set-price'
import { updateTeam } from '#lib/portal/teams/update-team'
import { forgetProcessState, processState } from '#lib/shared/process-state'
import {
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

const priceOf = (input: bigint) => ({ rates: { ...noRates, input, output: input * 2n }, requestNanos: null, tiers: [] })

let database: TestDatabase
let channelId: string
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  await putModel(systemActor, { name: 'a/served', vendor: 'Acme', prices: priceOf(7n) })
  await putModel(systemActor, { name: 'b/unserved', prices: priceOf(3n) })
  await putModel(systemActor, { name: 'c/unpriced' })
  await putModel(systemActor, { name: 'd/withdrawn', prices: priceOf(1n) })
  await putModel(systemActor, { name: 'd/withdrawn', prices: null })
  await putModel(systemActor, { name: 'e/vip' })
  await setSellPrice(systemActor, { model: 'e/vip', customerGroup: 'vip', values: priceOf(5n) })
  await setSellPrice(systemActor, { model: 'a/served', customerGroup: 'vip', values: priceOf(6n) })
  await setCostPrice(systemActor, { model: 'a/served', values: priceOf(4_444n) })
  const models = ['a/served', 'c/unpriced', 'e/vip'].map((model) => ({ model }))
  const channel = await createChannel(systemActor, {
    name: 'c',
    provider: 'openai',
    baseUrl: 'http://127.0.0.1:1/v1',
    credentials: ['x'],
    models,
  })
  channelId = channel.id
})
beforeEach(() => void forgetProcessState('public-catalogue'))
afterAll(() => database.drop())

const shown = (models: readonly { name: string; available: boolean; price: { rates: { input: bigint } } }[]) =>
  models.map(({ name, available, price }) => `${name} ${price.rates.input} ${available ? 'yes' : 'no'}`)

test("a team sees what is sold to its group, at its group's price, and whether it would be served", async () => {
  const teamId = await makeEmptyTeam()
  const viewer = await makeMember(teamId, 'viewer')
  expect(shown(await listCatalogue(viewer, teamId))).toEqual(['a/served 7 yes', 'b/unserved 3 no'])
  await updateTeam(systemActor, { teamId, customerGroup: 'vip' })
  expect(shown(await listCatalogue(viewer, teamId))).toEqual(['a/served 6 yes', 'e/vip 5 yes'])
  expect(shown(await listCatalogue(managementKey(teamId), teamId))).toHaveLength(2)
  expect(await getCatalogueModel(viewer, teamId, 'a/served')).toMatchObject({ vendor: 'Acme', price: priceOf(6n) })
  expect(await codeOf(getCatalogueModel(viewer, teamId, 'b/unserved'))).toBe('not_found')
})

test('examples name what is served and works; who may not see the catalogue is told nothing', async () => {
  const teamId = await makeEmptyTeam()
  const viewer = await makeMember(teamId, 'viewer')
  expect(await suggestModel(viewer, teamId)).toBe('a/served')
  await putModel(systemActor, { name: 'f/cheap', prices: priceOf(1n) })
  const flaky = await createChannel(systemActor, {
    name: 'flaky',
    provider: 'openai',
    baseUrl: 'http://127.0.0.1:1/v1',
    credentials: ['x'],
    models: [{ model: 'f/cheap' }],
  })
  expect(await suggestModel(viewer, teamId)).toBe('f/cheap')
  const tested = { channel_id: flaky.id, model: 'f/cheap', ok: false, latency_ms: 1 }
  await asPortal((tx) => tx.insertInto('core.channel_tests').values(tested).execute())
  expect(await suggestModel(viewer, teamId)).toBe('a/served')
  for (const outsider of [await makePerson(), managementKey(await makeEmptyTeam())])
    expect(await codeOf(suggestModel(outsider, teamId))).toBe('not_found')
  await updateChannel(systemActor, { channelId: flaky.id, enabled: false })
  await putModel(systemActor, { name: 'f/cheap', prices: null })
})

test('the newest price counts, and a cost is nowhere in it', async () => {
  const teamId = await makeEmptyTeam()
  await setSellPrice(systemActor, { model: 'b/unserved', values: priceOf(9n) })
  await setSellPrice(systemActor, { model: 'b/unserved', values: priceOf(3n) })
  const models = await listCatalogue(await makeOperator(), teamId)
  expect(shown(models)).toEqual(['a/served 7 yes', 'b/unserved 3 no'])
  expect(models.flatMap(({ price }) => Object.values(price.rates))).not.toContain(4_444n)
})

test('a team of others is not found', async () => {
  const teamId = await makeEmptyTeam()
  for (const outsider of [await makePerson(), managementKey(await makeEmptyTeam())]) {
    expect(await codeOf(listCatalogue(outsider, teamId))).toBe('not_found')
    expect(await codeOf(getCatalogueModel(outsider, teamId, 'a/served'))).toBe('not_found')
  }
  expect(await codeOf(listCatalogue(await makePerson(), randomUUID()))).toBe('not_found')
})

test('anybody sees what a newcomer could call, read at most once a minute', async () => {
  let now = 1_000
  const look = () => listPublicCatalogue(() => now)
  expect(shown(await look())).toEqual(['a/served 7 yes'])
  await updateChannel(systemActor, { channelId, enabled: false })
  now += 59_000
  expect(await look()).toHaveLength(1)
  now += 2_000
  expect(await look()).toHaveLength(0)
  await updateChannel(systemActor, { channelId, enabled: true })
})

test('a read that failed is not kept', async () => {
  const look = () => listPublicCatalogue(() => 0)
  const states = ['portal-database', 'portal-pool']
  const before = states.map((name) => forgetProcessState(name))
  processState('portal-pool', () => ({ connect: () => Promise.reject(new Error('the database is away')) }))
  await expect(look()).rejects.toThrow('away')
  for (const [index, name] of states.entries()) {
    forgetProcessState(name)
    processState(name, () => before[index])
  }
  expect(await look()).toHaveLength(1)
})
