import { describe, expect, test } from 'vitest'
import { chargeDecimals, formatBalance, formatCharge, formatFemtos } from '../../../i18n/format-money'

const plain = (text: string) => text.replace(/\u2005/g, ' ')
const balance = (nanos: bigint) => formatBalance(nanos).text
const charge = (nanos: bigint) => plain(formatCharge(nanos).text)

describe('balances', () => {
  test('show cents and thousands', () => {
    expect(balance(1_234_560_000_000n)).toBe('$1,234.56')
    expect(balance(0n)).toBe('$0.00')
    expect(balance(1_000_000_000_000_000n)).toBe('$1,000,000.00')
  })

  test('never show more than there is', () => {
    expect(balance(1_999_999_999n)).toBe('$1.99')
    expect(formatBalance(-1_231_000_000n)).toEqual({ negative: true, text: '$1.24' })
  })

  test('never read as zero while something is left', () => {
    expect(plain(balance(9_999_999n))).toBe('$0.009 999 999')
    expect(plain(balance(1n))).toBe('$0.000 000 001')
  })
})

describe('charges', () => {
  test('are exact and grouped by three', () => {
    expect(charge(41_200n)).toBe('$0.000 041 2')
    expect(charge(1n)).toBe('$0.000 000 001')
    expect(charge(1_500_000_000n)).toBe('$1.50')
    expect(charge(12_000_000_000_000n)).toBe('$12,000.00')
    expect(charge(0n)).toBe('$0.00')
  })

  test('keep every digit beyond what a float holds', () => {
    expect(charge(9_007_199_254_740_993n)).toBe('$9,007,199.254 740 993')
  })

  test('tell how many decimals they show', () => {
    expect([0n, 41_200n, 1n, -1_500_000_000n].map(chargeDecimals)).toEqual([2, 7, 9, 2])
  })
})

test('a line of a price is exact beyond the nanodollar', () => {
  expect(plain(formatFemtos(1_650_000_000n))).toBe('0.000 001 65')
  expect(plain(formatFemtos(1n))).toBe('0.000 000 000 000 001')
  expect(plain(formatFemtos(-2_500_000_000_000_000_000n))).toBe('2,500.00')
})
