import { expect, test } from 'vitest'
import type { CatalogueEntry } from '#lib/portal/prices/catalogue'
import { comparePrices, type ModelToPrice } from '#lib/portal/prices/compare-prices'
import { noRates, type Price, type PriceValues } from '#lib/portal/prices/price'

const values: PriceValues = { rates: { ...noRates, input: 10n, output: 20n, cacheRead: 1n }, requestNanos: null, tiers: [] }
const entry: CatalogueEntry = { provider: 'openai', contextLength: 1_000, values, leftOut: [] }
const model: ModelToPrice = { name: 'm', vendor: '', markupPpm: 1_000_000n, contextLength: null, sell: null, cost: null }

function price(kind: Price['kind'], overrides: Partial<Price> = {}): Price {
  return {
    ...values,
    id: 'p',
    kind,
    model: 'm',
    customerGroup: kind === 'sell' ? 'default' : null,
    channelId: null,
    source: 'genai-prices',
    createdAt: new Date(0),
    ...overrides,
  }
}

test('nothing is planned for a model whose prices are those of the catalogue', () => {
  expect(comparePrices({ ...model, sell: price('sell'), cost: price('cost') }, entry)).toBeNull()
})

test('only the fields that differ are listed, old beside new', () => {
  const cheaper = { ...values, rates: { ...values.rates, output: 15n } }
  const change = comparePrices({ ...model, sell: price('sell', cheaper), cost: price('cost') }, entry)
  expect(change?.differences).toEqual([{ kind: 'sell', field: 'output', old: 15n, new: 20n }])
})

test('markup multiplies the sell price alone, tiers and requests included, each rounded up once', () => {
  const tiered = { ...values, requestNanos: 3n, tiers: [{ aboveInputTokens: 5, rates: { ...noRates, input: 7n } }] }
  const change = comparePrices({ ...model, markupPpm: 1_500_000n }, { ...entry, values: tiered })
  expect(change?.sell).toMatchObject({
    rates: { input: 15n, output: 30n, cacheRead: 2n },
    requestNanos: 5n,
    tiers: [{ rates: { input: 11n, output: null } }],
  })
  expect(change?.cost).toEqual(tiered)
})

test('a sell price that a person has set is marked, unless it is what the catalogue says', () => {
  const byHand = price('sell', { source: 'manual', rates: { ...values.rates, input: 99n } })
  expect(comparePrices({ ...model, sell: byHand }, entry)?.setByHand).toBe(true)
  expect(comparePrices({ ...model, sell: price('sell', { source: 'manual' }) }, entry)?.setByHand).toBe(false)
})

test('vendor and context length are taken from the catalogue only where the model has none', () => {
  expect(comparePrices(model, entry)).toMatchObject({ vendor: 'openai', contextLength: 1_000 })
  expect(comparePrices({ ...model, vendor: 'mine', contextLength: 5 }, entry)).toMatchObject({ vendor: 'mine', contextLength: 5 })
})
