import { expect, test } from 'vitest'
import { findLosses } from '#lib/portal/prices/find-losses'
import { noRates, type PriceValues } from '#lib/portal/prices/price'

const price = (rates: Partial<PriceValues['rates']>, requestNanos: bigint | null = null): PriceValues => ({
  rates: { ...noRates, input: 10n, output: 20n, ...rates },
  requestNanos,
  tiers: [],
})

test('a price at its cost or above loses nothing', () => {
  expect(findLosses(price({}), price({}))).toEqual([])
  expect(findLosses(price({ output: 21n }, 5n), price({ cacheRead: 10n }, 5n))).toEqual([])
})

test('each part below its cost is named with both amounts', () => {
  expect(findLosses(price({ input: 9n }, 1n), price({ output: 25n }, 2n))).toEqual([
    { field: 'input', sell: 9n, cost: 10n },
    { field: 'output', sell: 20n, cost: 25n },
    { field: 'request', sell: 1n, cost: 2n },
  ])
})

test('a class without a rate of its own is compared at the rate it is billed at', () => {
  expect(findLosses(price({}), price({ reasoning: 30n, cacheRead: 1n }))).toEqual([{ field: 'reasoning', sell: 20n, cost: 30n }])
  expect(findLosses(price({ cacheRead: 1n }), price({}))).toEqual([{ field: 'cache_read', sell: 1n, cost: 10n }])
})
