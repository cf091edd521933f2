import { describe, expect, test } from 'vitest'
import { integerField, linesField, optionalUsdField, percentField, showPercent, showUsd, usdField } from '../../../app/_auth/form-fields'

describe('amounts that people type', () => {
  test.each([
    ['25', 25_000_000_000n],
    [' $1,234.50 ', 1_234_500_000_000n],
    ['0.000000001', 1n],
  ])('%s is taken exactly', (text, nanos) => {
    expect(usdField('amount').parse(text)).toBe(nanos)
  })

  test.each(['', 'ten', '1,23', '1.0000000001', '1e3', '--1'])('%s is refused', (text) => {
    expect(usdField('amount').safeParse(text).error?.issues[0]?.message).toBe('amount')
  })

  test('an empty optional price is none, not zero', () => {
    expect(optionalUsdField('price').parse('')).toBeNull()
    expect(optionalUsdField('price').parse('0')).toBe(0n)
  })

  test.each(['abc', '1,5', '-'])('what is no amount is called so where none may be given too: %s', (text) => {
    expect(optionalUsdField('price').safeParse(text).error?.issues).toMatchObject([{ message: 'price' }])
    expect(optionalUsdField('amount').parse('  ')).toBeNull()
  })

  test('a price goes through its form unchanged', () => {
    for (const nanos of [0n, 1n, 75_000_000n, 2_500_000_000n, 100_000_000_000n]) expect(usdField('price').parse(showUsd(nanos))).toBe(nanos)
  })
})

describe('markups', () => {
  test.each([
    ['0', 1_000_000n],
    ['12.5', 1_125_000n],
    ['-10%', 900_000n],
    ['0.0001', 1_000_001n],
  ])('%s percent is a multiplier in parts per million', (text, ppm) => {
    expect(percentField.parse(text)).toBe(ppm)
    expect(percentField.parse(showPercent(ppm))).toBe(ppm)
  })

  test.each(['', 'x', '-101', '1.00001'])('%s is refused', (text) => {
    expect(percentField.safeParse(text).success).toBe(false)
  })
})

test('lines are trimmed and empty ones dropped', () => {
  expect(linesField.parse(' a \n\n b = c\r\n')).toEqual(['a', 'b = c'])
})

test('only whole numbers are integers', () => {
  expect(integerField.parse(' -3 ')).toBe(-3)
  for (const text of ['', '1.5', '0x1', '1e3']) expect(integerField.safeParse(text).success).toBe(false)
})
