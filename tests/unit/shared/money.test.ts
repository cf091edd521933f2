import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPpm, divideCeil, formatUsd, formatUsdNumber, parseUsd } from '#lib/shared/money'

test('reads decimal dollars to the nanodollar', () => {
  expect(parseUsd('0.000000001')).toBe(1n)
  expect(parseUsd('12.5')).toBe(12_500_000_000n)
  expect(parseUsd('-3')).toBe(-3_000_000_000n)
  expect(parseUsd('999999999999.999999999')).toBe(999_999_999_999_999_999_999n)
})

test.each(['', '1.', '.5', '1.0000000001', '1e3', ' 1', '+1', '1,000', 'NaN', '１'])('refuses %j as an amount', (text) => {
  expect(() => parseUsd(text)).toThrow(RangeError)
})

test('text and nanodollars are the same number both ways', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (nanos) => {
      expect(parseUsd(formatUsd(nanos))).toBe(nanos)
      expect(formatUsd(nanos)).toMatch(/^-?\d+\.\d{9}$/)
    }),
  )
})

test('rounds up, and only when something is left over', () => {
  expect(divideCeil(10n, 5n)).toBe(2n)
  expect(divideCeil(11n, 5n)).toBe(3n)
  expect(divideCeil(0n, 5n)).toBe(0n)
  expect(divideCeil(-11n, 5n)).toBe(-2n)
  expect(applyPpm(100n, 1_200_000n)).toBe(120n)
  expect(applyPpm(1n, 1_000_001n)).toBe(2n)
})

test.each([
  [0n, '0'],
  [1n, '0.000000001'],
  [10_000_000_000n, '10'],
  [-1_500_000_000n, '-1.5'],
  [9_007_199_254_740_993_000_000_001n, '9007199254740993.000000001'],
])('%s nanodollars are the JSON number %s', (nanos, text) => {
  expect(formatUsdNumber(nanos)).toBe(text)
})
