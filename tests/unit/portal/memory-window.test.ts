import { expect, test } from 'vitest'
import { MemoryWindow } from '#lib/shared/rate-limit/memory-window'

const rule = { name: 'r', limit: 10, windowSeconds: 60 }
const minute = 60_000

function windowAt(startMs: number) {
  let now = startMs
  const window = new MemoryWindow(() => now)
  const take = (count: number, who = 'a') =>
    Array.from({ length: count }, () => window.take(rule, who)).filter((answer) => answer.allowed).length
  return { window, take, to: (ms: number) => (now = ms) }
}

test('ten of eleven are let through, and the eleventh is told how long to wait', () => {
  const { window, take } = windowAt(100 * minute + 15_000)
  expect(take(10)).toBe(10)
  expect(window.take(rule, 'a')).toEqual({ allowed: false, retryAfterSeconds: 45 })
  expect(take(5, 'b')).toBe(5)
})

test('the minute before counts by the share of it that is still covered', () => {
  const { take, to } = windowAt(100 * minute)
  expect(take(10)).toBe(10)
  to(101 * minute)
  expect(take(10)).toBe(0)
  to(101 * minute + 30_000)
  expect(take(10)).toBe(5)
  to(103 * minute)
  expect(take(20)).toBe(10)
})

test('refused attempts are not counted against later ones', () => {
  const { take, to } = windowAt(100 * minute)
  expect(take(1_000)).toBe(10)
  to(102 * minute)
  expect(take(10)).toBe(10)
})

test('a flood of invented names takes bounded memory: the eldest counter goes first', () => {
  const { take, window } = windowAt(100 * minute)
  expect(take(10, 'eldest')).toBe(10)
  for (let i = 0; i < 49_998; i++) window.take(rule, `invented-${i}`)
  expect(take(10, 'newest')).toBe(10)
  expect([take(1, 'eldest'), take(1, 'newest')]).toEqual([0, 0])
  window.take(rule, 'one-too-many')
  expect([take(1, 'newest'), take(1, 'eldest')]).toEqual([0, 1])
})
