import { expect, it } from 'vitest'
import { calendarOf } from '#lib/gateway/limits/team-calendar'
import type { Limit } from '#lib/gateway/limits/limit'
import { MemoryLimits } from '#lib/gateway/limits/memory-limits'
import { giveBack, limitOf, noon, take as takeFrom } from '#tests/contract/limits/stores'

const calendar = calendarOf('UTC')
const everyKind = (key: number): Limit[] => [
  { id: `${key}:rpm`, name: 'rpm', level: 'key', metric: 'requests', window: 'minute', amount: 10, calendar },
  { id: `${key}:rpd`, name: 'rpd', level: 'key', metric: 'requests', window: 'day', amount: 10, calendar },
  { id: `${key}:c`, name: 'c', level: 'key', metric: 'concurrency', window: null, amount: 10, calendar },
]

function openMemory() {
  const under: { now: number; store: MemoryLimits } = { now: 0, store: new MemoryLimits(() => under.now) }
  const take = (limits: Limit[], requestId: string, leaseMs = 90_000) =>
    under.store.take({ requestId, plan: { limits, tokens: 0 }, leaseMs, wallTime: noon + under.now })
  return { under, take }
}

it('100,000 keys leave nothing behind but the running day, and that ends with the day', () => {
  const { under, take } = openMemory()
  for (let key = 0; key < 100_000; key++) take(everyKind(key), `r${key}`)
  expect(under.store.sizes).toEqual({ minutes: 100_000, days: 100_000, leases: 100_000 })
  // Two minutes on somebody asks for something: the others are idle, and nobody freed their leases.
  for (let minute = 1; minute <= 3; minute++) {
    under.now = minute * 60_000
    take(everyKind(-1), `idle${minute}`)
  }
  expect(under.store.sizes).toEqual({ minutes: 1, days: 100_001, leases: 1 })
  for (let minute = 1; minute <= 30; minute++) {
    under.now = 86_400_000 + minute * 60_000
    take(everyKind(-1), `next${minute}`)
  }
  expect(under.store.sizes.days).toBe(1)
})

it('a counter that is busy outlives any number of minutes', () => {
  const { under, take } = openMemory()
  const limit = limitOf(3)
  const letIn: number[] = []
  for (let second = 0; second < 600; second += 7) {
    under.now = second * 1_000
    if (take([limit], `r${second}`).taken) letIn.push(second)
  }
  for (const from of letIn) expect(letIn.filter((second) => second >= from && second < from + 60).length).toBeLessThanOrEqual(3)
  expect(letIn.length).toBeGreaterThanOrEqual(27)
})

it('what is taken in one millisecond is one entry, and 60,000 a minute spread evenly are let in', () => {
  const { under, take } = openMemory()
  const limit = limitOf(120_000)
  for (let ms = 0; ms < 130_000; ms++) {
    under.now = ms
    if (!take([limit], 'a').taken || !take([limit], 'b').taken) expect.fail(`refused at ${ms}`)
  }
  expect(take([limit], 'c').taken).toBe(false)
})

it('a wall clock put back opens no day anew', () => {
  const { store } = openMemory().under
  const limit = limitOf(1, { window: 'day' })
  const plan = { limits: [limit], tokens: 0 }
  const midnight = Date.parse('2026-11-24T00:00:00Z')
  expect(store.take({ requestId: 'a', plan, leaseMs: 1, wallTime: midnight }).taken).toBe(true)
  expect(store.take({ requestId: 'b', plan, leaseMs: 1, wallTime: midnight - 1 }).taken).toBe(false)
})

it('end users invented for requests that are given back fill no room', async () => {
  const { under } = openMemory()
  for (let user = 0; user < 100; user++) {
    await giveBack(under, await takeFrom(under, [limitOf(5, { id: `${user}:day`, window: 'day' })]))
  }
  expect(under.store.sizes.days).toBe(0)
})
