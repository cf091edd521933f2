import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { operatorRoles } from '#lib/portal/acting/permissions'
import { getModel } from '#lib/portal/models/get-model'
import { listModels } from '#lib/portal/models/list-models'
import { putModel } from '#lib/portal/models/put-model'
import { applyPriceImport, planPriceImport } from '#lib/portal/prices/import-prices'
import { listPrices } from '#lib/portal/prices/list-prices'
import { noRates, type PriceValues } from '#lib/portal/prices/price'
import { setCostPrice, setPrice, setSellPrice } from '#lib/portal/prices/set-price'
import { updateTeam } from '#lib/portal/teams/update-team'
import { gatewayPool } from '#lib/shared/database/pools'
import {
  auditOf,
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const price = (input: bigint, output = 0n): PriceValues => ({ rates: { ...noRates, input, output }, requestNanos: null, tiers: [] })

interface SnapshotPrice {
  kind: string
  model: string
  input: string
  tiers: unknown
}

async function soldAt(model: string): Promise<SnapshotPrice[]> {
  const { rows } = await gatewayPool().query<{ snapshot: { prices: SnapshotPrice[] } }>('select core.gateway_snapshot() as snapshot')
  return rows[0]?.snapshot.prices.filter((one) => one.model === model) ?? []
}

test('the gateway sees the newest version of a price, and none once it is withdrawn', async () => {
  await putModel(systemActor, { name: 'a', prices: price(1n) })
  await setSellPrice(systemActor, { model: 'a', values: price(9_007_199_254_740_993n / 10n) })
  expect(await soldAt('a')).toMatchObject([{ kind: 'sell', input: '900719925474099' }])
  await setSellPrice(systemActor, { model: 'a', values: null })
  expect(await soldAt('a')).toEqual([])
})

test('tiers reach the gateway as text, without a digit lost', async () => {
  const tier = { aboveInputTokens: 200_000, rates: { ...noRates, input: 999_999_999_999_999n } }
  await putModel(systemActor, { name: 'tiered', prices: { ...price(1n), tiers: [tier] } })
  expect((await soldAt('tiered'))[0]?.tiers).toEqual([{ above_input_tokens: 200_000, input_nanos_per_million: '999999999999999' }])
  expect((await getModel(systemActor, 'tiered')).sellPrice?.tiers).toEqual([tier])
})

test('20 prices set at once are 20 versions, and the newest is what the gateway sees', async () => {
  await putModel(systemActor, { name: 'raced' })
  await Promise.all(Array.from({ length: 20 }, (_, n) => setSellPrice(systemActor, { model: 'raced', values: price(BigInt(n)) })))
  const { items } = await listPrices(systemActor, { model: 'raced' })
  expect(items).toHaveLength(20)
  expect((await soldAt('raced'))[0]?.input).toBe(items[0]?.values?.rates.input.toString())
})

test('a member sees the sell price of the own group and never a cost', async () => {
  const teamId = await makeEmptyTeam()
  const member = await makeMember(teamId, 'viewer')
  await putModel(systemActor, { name: 'grouped', prices: price(10n) })
  await setSellPrice(systemActor, { model: 'grouped', customerGroup: 'vip', values: price(5n) })
  await setCostPrice(systemActor, { model: 'grouped', values: price(3n) })
  const seen = async () => (await listModels(member, { teamId, search: 'grouped' })).items[0]
  expect(await seen()).toMatchObject({ sellPrice: { rates: { input: 10n } }, costPrice: null })
  await updateTeam(systemActor, { teamId, customerGroup: 'vip' })
  expect(await seen()).toMatchObject({ sellPrice: { rates: { input: 5n } } })
  await updateTeam(systemActor, { teamId, customerGroup: 'unpriced' })
  expect(await seen()).toBeUndefined()
  expect(await codeOf(getModel(member, 'grouped', teamId))).toBe('not_found')
  expect(await codeOf(listModels(await makePerson(), { teamId }))).toBe('not_found')
  expect((await getModel(await makeOperator('support'), 'grouped')).costPrice?.rates.input).toBe(3n)
})

test('prices are changed by finance, engineers and owners of the installation', async () => {
  await putModel(systemActor, { name: 'guarded' })
  const set = async (actor: Parameters<typeof setPrice>[0]) =>
    codeOf(setPrice(actor, { kind: 'sell', model: 'guarded', values: price(1n) }))
  expect(await set(await makeOperator('finance'))).toBe('done')
  expect(await set(await makeOperator('support'))).toBe('forbidden')
  expect(await set(await makePerson())).toBe('forbidden')
  expect(await codeOf(setSellPrice(systemActor, { model: 'no-such-model', values: price(1n) }))).toBe('not_found')
})

test('an import shows its differences first, then makes versions only where something differs', async () => {
  await putModel(systemActor, { name: 'gpt-4o-mini', markupPpm: 1_200_000n })
  const before = await planPriceImport(systemActor)
  const change = before.changes.find((one) => one.model === 'gpt-4o-mini')
  expect(change).toMatchObject({ provider: 'openai', setByHand: false, leftOut: [] })
  expect(change?.differences).toContainEqual({ kind: 'sell', field: 'input', old: null, new: 180_000_000n })
  expect(change?.differences).toContainEqual({ kind: 'cost', field: 'input', old: null, new: 150_000_000n })
  expect(await soldAt('gpt-4o-mini')).toEqual([])

  await applyPriceImport(systemActor)
  const model = await getModel(systemActor, 'gpt-4o-mini')
  expect(model.sellPrice).toMatchObject({
    source: 'genai-prices',
    rates: { input: 180_000_000n, output: 720_000_000n, cacheRead: 90_000_000n },
  })
  expect(model).toMatchObject({ contextLength: 128_000, vendor: 'openai' })
  expect((await applyPriceImport(systemActor)).changes.map((one) => one.model)).not.toContain('gpt-4o-mini')
  expect((await listPrices(systemActor, { model: 'gpt-4o-mini' })).items).toHaveLength(2)
})

test('a markup given with an import is what its prices are shown and set with, and the model keeps it', async () => {
  await putModel(systemActor, { name: 'gpt-4.1-mini' })
  await applyPriceImport(systemActor, { models: ['gpt-4.1-mini'] })
  const input = { models: ['gpt-4.1-mini'], markupPpm: 1_250_000n }
  const { compared, changes } = await planPriceImport(systemActor, input)
  expect(compared).toBe(1)
  expect(changes[0]?.differences).toContainEqual({ kind: 'sell', field: 'input', old: 400_000_000n, new: 500_000_000n })
  expect(changes[0]?.differences.some((difference) => difference.kind === 'cost')).toBe(false)
  expect((await getModel(systemActor, 'gpt-4.1-mini')).markupPpm).toBe(1_000_000n)
  await applyPriceImport(systemActor, input)
  expect(await getModel(systemActor, 'gpt-4.1-mini')).toMatchObject({
    markupPpm: 1_250_000n,
    sellPrice: { rates: { input: 500_000_000n } },
  })
  expect((await planPriceImport(systemActor, { models: input.models })).changes).toEqual([])
})

test('an import leaves a price set by hand alone unless its model is named', async () => {
  await putModel(systemActor, { name: 'gpt-4.1', prices: price(7n, 7n) })
  expect((await planPriceImport(systemActor)).changes.find((one) => one.model === 'gpt-4.1')?.setByHand).toBe(true)
  await applyPriceImport(systemActor)
  expect((await getModel(systemActor, 'gpt-4.1')).sellPrice?.rates.input).toBe(7n)
  await applyPriceImport(systemActor, { models: ['gpt-4.1'] })
  expect((await getModel(systemActor, 'gpt-4.1')).sellPrice?.rates.input).toBe(2_000_000_000n)
})

test('a named model that the installation lacks is added; one the catalogue lacks is told', async () => {
  const { changes, unknown } = await applyPriceImport(systemActor, { models: ['o3', 'no-such-model-anywhere'] })
  expect(changes.map((one) => one.model)).toEqual(['o3'])
  expect(unknown).toEqual(['no-such-model-anywhere'])
  expect((await getModel(systemActor, 'o3')).sellPrice).not.toBeNull()
  expect(await codeOf(getModel(systemActor, 'no-such-model-anywhere'))).toBe('not_found')
  expect((await auditOf('o3')).map((row) => row.action)).toEqual(['model.create', 'model.update'])
})

test.each(operatorRoles)('an operator with the role %s is shown the plan of an import exactly if they may carry it out', async (role) => {
  const operator = await makeOperator(role)
  const may = role === 'owner' || role === 'engineer' ? 'done' : 'forbidden'
  expect(await codeOf(planPriceImport(operator, { models: ['o3'] }))).toBe(may)
  expect(await codeOf(applyPriceImport(operator, { models: ['o3'] }))).toBe(may)
})
