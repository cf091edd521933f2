import { expect, test } from 'vitest'
import { judgeCredit } from '#lib/portal/overview/judge-credit'

const usd = 1_000_000_000n
const balance = (availableNanos: bigint, heldNanos = 0n) => ({ availableNanos, heldNanos })
const pace = (days: number, daysLeft: number | null) => ({ days, nanosPerDay: usd, daysLeft })

test('nothing to spend is said, unless requests under way may give some back', () => {
  expect(judgeCredit(balance(0n), null)).toBe('none')
  expect(judgeCredit(balance(-usd), null)).toBe('none')
  expect(judgeCredit(balance(0n, usd), null)).toBe('low')
})

test('credit is low at cents, or when the pace of at least a day ends it soon', () => {
  expect(judgeCredit(balance(usd / 20n), null)).toBe('low')
  expect(judgeCredit(balance(usd), null)).toBe('fine')
  expect(judgeCredit(balance(usd), pace(2, 2.9))).toBe('low')
  expect(judgeCredit(balance(usd), pace(2, 3))).toBe('fine')
  expect(judgeCredit(balance(usd), pace(2, null))).toBe('fine')
  expect(judgeCredit(balance(usd), pace(0, 0.5))).toBe('fine')
})
