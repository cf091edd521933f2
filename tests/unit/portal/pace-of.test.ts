import { expect, test } from 'vitest'
import { paceOf } from '#lib/portal/overview/read-pace'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

test('credit lasts as long as the average day of the time looked at allows', () => {
  expect(paceOf(700n, 7 * dayMs, 250n)).toEqual({ days: 7, nanosPerDay: 100n, daysLeft: 2.5 })
  expect(paceOf(50n, dayMs / 2, 1_000n)).toEqual({ days: 0, nanosPerDay: 100n, daysLeft: 10 })
})

test('the first minutes count as an hour', () => {
  for (const elapsedMs of [0, 60_000, hourMs]) expect(paceOf(10n, elapsedMs, 240n)).toEqual({ days: 0, nanosPerDay: 240n, daysLeft: 1 })
})

test('no credit lasts no day, and without spending, or with refunds alone, nothing foretells an end', () => {
  expect(paceOf(700n, 7 * dayMs, 0n).daysLeft).toBe(0)
  expect(paceOf(700n, 7 * dayMs, -5n).daysLeft).toBe(0)
  expect(paceOf(0n, dayMs, 100n)).toEqual({ days: 1, nanosPerDay: 0n, daysLeft: null })
  expect(paceOf(-700n, dayMs, 100n)).toEqual({ days: 1, nanosPerDay: 0n, daysLeft: null })
})

test('it says on how many whole days it rests, none before the first is over', () => {
  expect([0.9, 1, 2.5, 7, 7.04].map((elapsed) => paceOf(1n, elapsed * dayMs, 1n).days)).toEqual([0, 1, 2, 7, 7])
})
