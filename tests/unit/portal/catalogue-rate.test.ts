import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCatalogueRate } from '#lib/portal/prices/catalogue-rate'

test.each([
  [0, 0n],
  [0.1, 100_000_000n],
  [0.15, 150_000_000n],
  [2.5, 2_500_000_000n],
  [1e-7, 100n],
  [1.5e-9, 2n],
  [4.9e-10, 0n],
  [5e-10, 1n],
  [0.0000000015, 2n],
  [0.0000000014, 1n],
  [1e21, 10n ** 30n],
  [1234567.000000001, 1_234_567_000_000_001n],
])('%s US dollars are %s nanodollars', (usd, nanos) => {
  expect(parseCatalogueRate(usd)).toBe(nanos)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, -0.1])('%s is no price', (usd) => {
  expect(() => parseCatalogueRate(usd)).toThrow(RangeError)
})

test('every decimal of at most nine places comes back exactly, as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 999_999_999 }), (whole, fraction) => {
      const text = `${whole}.${String(fraction).padStart(9, '0')}`
      expect(parseCatalogueRate(Number(text))).toBe(BigInt(whole) * 1_000_000_000n + BigInt(fraction))
    }),
  )
})
