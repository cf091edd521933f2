import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { exportAudit } from '#lib/portal/audit/export-audit'
import { getModel } from '#lib/portal/models/get-model'
import { listPricedModels } from '#lib/portal/models/list-priced-models'
import { leastMargin } from '#lib/portal/models/model-margin'
import { putModel } from '#lib/portal/models/put-model'
import { setMarkup } from '#lib/portal/models/set-markup'
import { listPriceHistory } from '#lib/portal/prices/list-price-history'
import { noRates, type PriceValues } from '#lib/portal/prices/price'
import { setCostPrice, setSellPrice } from '#lib/portal/prices/set-price'
import { createTeam } from '#lib/portal/teams/create-team'
import { codeOf, makeEmptyTeam, makeOperator, makePerson, managementKey, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const price = (input: bigint, output: bigint): PriceValues => ({ rates: { ...noRates, input, output }, requestNanos: null, tiers: [] })

test('the list shows what is sold to a group beside its cost, and the margin that is least', async () => {
  await putModel(systemActor, { name: 'margin-a', prices: price(100n, 200n) })
  await setCostPrice(systemActor, { model: 'margin-a', values: price(80n, 250n) })
  await setSellPrice(systemActor, { model: 'margin-a', customerGroup: 'vip', values: price(90n, 500n) })
  const finance = await makeOperator('finance')
  const [listed] = await listPricedModels(finance, { search: 'margin-' })
  expect(listed).toMatchObject({ sellPrice: { rates: { input: 100n } }, costPrice: { rates: { output: 250n } }, served: false })
  expect(listed && leastMargin(listed)).toBeCloseTo(-0.25)
  const [vip] = await listPricedModels(finance, { search: 'margin-', customerGroup: 'vip' })
  expect(vip && leastMargin(vip)).toBeCloseTo(1 - 80 / 90)
  expect(await codeOf(listPricedModels(await makePerson()))).toBe('forbidden')
  expect(await codeOf(listPricedModels(managementKey(await makeEmptyTeam())))).toBe('forbidden')
})

test('one markup is set for several models at once, or for none of them', async () => {
  for (const name of ['bulk-a', 'bulk-b']) await putModel(systemActor, { name })
  const engineer = await makeOperator('engineer')
  expect(await setMarkup(engineer, { models: ['bulk-a', 'bulk-b', 'bulk-a'], markupPpm: 1_200_000n })).toBe(2)
  expect((await getModel(engineer, 'bulk-b')).markupPpm).toBe(1_200_000n)
  expect(await codeOf(setMarkup(engineer, { models: ['bulk-a', 'not-there'], markupPpm: 1n }))).toBe('not_found')
  expect((await getModel(engineer, 'bulk-a')).markupPpm).toBe(1_200_000n)
  expect(await codeOf(setMarkup(await makeOperator('finance'), { models: ['bulk-a'], markupPpm: 1n }))).toBe('forbidden')
  expect(await codeOf(setMarkup(await makePerson(), { models: ['bulk-a'], markupPpm: 1n }))).toBe('forbidden')
})

test('the history names who made each version and marks the one of each slot that holds now', async () => {
  const owner = await makeOperator('owner')
  await putModel(owner, { name: 'history-a', prices: price(1n, 1n) })
  await putModel(owner, { name: 'history-a', prices: price(2n, 2n) })
  await setCostPrice(systemActor, { model: 'history-a', values: price(1n, 1n) })
  const versions = await listPriceHistory(await makeOperator('support'), 'history-a')
  expect(versions.map(({ kind, current }) => [kind, current])).toEqual([
    ['cost', true],
    ['sell', true],
    ['sell', false],
  ])
  expect(versions[0]?.madeBy).toBeNull()
  expect(versions[1]?.madeBy).toMatch(/@example\.com$/)
  expect(await codeOf(listPriceHistory(await makePerson(), 'history-a'))).toBe('forbidden')
})

test('the audit log leaves as CSV in which no cell is a formula', async () => {
  await createTeam(systemActor, { name: '=HYPERLINK("https://evil.example","x")' })
  await createTeam(systemActor, { name: '＝full-width' })
  const csv = await exportAudit(await makeOperator('support'), { actions: ['team.create'] })
  expect(csv).toMatch(/^\uFEFFtime,actor_kind,actor,action,/)
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`)
  expect(csv).toContain(",'＝full-width,")
  expect(csv).not.toContain(',＝')
  expect(await codeOf(exportAudit(await makeOperator('engineer'), {}))).toBe('forbidden')
})
