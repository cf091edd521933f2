import { expect, it } from 'vitest'
import type { Limit, LimitReading } from '#lib/gateway/limits/limit'
import { formatReset, limitHeaders } from '#lib/gateway/limits/limit-headers'
import { refuseLimit } from '#lib/gateway/limits/refuse-limit'
import { calendarOf } from '#lib/gateway/limits/team-calendar'

const limitOf = (name: string, metric: Limit['metric'], window: Limit['window'], amount: number): Limit => ({
  id: name,
  name: `key.${name}`,
  level: 'key',
  metric,
  window,
  amount,
  calendar: calendarOf('UTC'),
})
const reading = (limit: Limit, used: number, waitMs: number | null, resetMs: number): LimitReading => ({ limit, used, waitMs, resetMs })

const perMinute = limitOf('requests_per_minute', 'requests', 'minute', 20)
const perDay = limitOf('requests_per_day', 'requests', 'day', 1_000)
const tokens = limitOf('tokens_per_minute', 'tokens', 'minute', 5_000)
const slots = limitOf('concurrency', 'concurrency', null, 5)
const plan = { limits: [], tokens: 900 }

it.each([
  [0, '0s'],
  [1, '1s'],
  [1_000, '1s'],
  [59_001, '1m0s'],
  [360_000, '6m0s'],
  [82_805_000, '23h0m5s'],
])('writes %i ms as %s', (ms, text) => expect(formatReset(ms)).toBe(text))

it('the headers are those of the limit with least left, of each kind', () => {
  expect(limitHeaders([reading(perMinute, 18, 0, 60_000), reading(perDay, 999, 0, 3_600_000), reading(slots, 5, 0, 0)])).toEqual({
    'x-ratelimit-limit-requests': '1000',
    'x-ratelimit-remaining-requests': '1',
    'x-ratelimit-reset-requests': '1h0m0s',
  })
  expect(limitHeaders([reading(tokens, 6_000, 0, 30_000)])).toEqual({
    'x-ratelimit-limit-tokens': '5000',
    'x-ratelimit-remaining-tokens': '0',
    'x-ratelimit-reset-tokens': '30s',
  })
  expect(limitHeaders([])).toEqual({})
})

it('of limits with equally little left, the headers are those of the one that takes longest', () => {
  for (const readings of [
    [reading(perMinute, 19, 0, 60_000), reading(perDay, 999, 0, 3_600_000)],
    [reading(perDay, 999, 0, 3_600_000), reading(perMinute, 19, 0, 60_000)],
  ])
    expect(limitHeaders(readings)).toMatchObject({ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '1h0m0s' })
})

it('of several limits that refuse, the one that keeps the request longest is named', () => {
  const error = refuseLimit(plan, [
    reading(perMinute, 20, 12_345, 60_000),
    reading(perDay, 10, 0, 60_000),
    reading(tokens, 4_500, 30_500, 60_000),
    reading(slots, 5, null, 0),
  ])
  expect(error).toMatchObject({
    code: 'rate_limit_exceeded',
    status: 429,
    retryAfterSeconds: 31,
    details: { limit: 'key.tokens_per_minute', level: 'key', amount: 5_000, remaining: 500, requested: 900 },
  })
  expect(error.message).toBe(
    'The limit key.tokens_per_minute of 5000 tokens a minute is reached. This request may take 900 tokens, and 500 are left. Try again in 31 s.',
  )
  expect(error.headers).toMatchObject({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-remaining-tokens': '500' })
})

it('a wait of hours is said in hours', () => {
  const error = refuseLimit(plan, [reading(perDay, 10, 56_320_500, 56_320_500)])
  expect(error.retryAfterSeconds).toBe(56_321)
  expect(error.message).toMatch(/Try again in 15h38m41s\.$/)
})

it('a request that is too large for its limit is not to be repeated', () => {
  const error = refuseLimit({ ...plan, tokens: 5_001 }, [reading(perMinute, 20, 59_000, 60_000), reading(tokens, 0, null, 0)])
  expect(error).toMatchObject({ code: 'rate_limit_exceeded', retryAfterSeconds: undefined, details: { requested: 5_001 } })
  expect(error.message).toContain('too large')
  expect(error.headers).toMatchObject({ 'x-should-retry': 'false' })
})

it('too many at once has a code of its own', () => {
  const error = refuseLimit(plan, [reading(perMinute, 1, 0, 0), reading(slots, 5, null, 0)])
  expect(error).toMatchObject({ code: 'concurrency_limit_exceeded', status: 429, retryAfterSeconds: 1 })
  expect(error.details).toEqual({ limit: 'key.concurrency', level: 'key', amount: 5, remaining: 0 })
})
