import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { takeSignInAttempt } from '#lib/portal/accounts/take-sign-in-attempt'
import { checkHealth } from '#lib/portal/health/check-health'
import { forgetProcessState } from '#lib/shared/process-state'
import { pingSharedState, sharedStateKind } from '#lib/shared/rate-limit/shared-state'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'
import { RedisServer } from '#tests/support/redis-server'

let redis: RedisServer
let rules = 0

beforeAll(async () => {
  // The middle of a five-minute window: none ends while a test is counting in it.
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 300_000) * 300_000 + 150_000 })
  redis = await RedisServer.launch()
  process.env.REDIS_URL = redis.url
})
afterAll(async () => {
  vi.useRealTimers()
  await redis.stop()
})

/** As a second process would: limits in memory are empty, those in Redis are shared. */
function becomeAnotherProcess(): void {
  forgetProcessState('rate-limit')
}

const newRule = (limit = 10) => ({ name: `rule-${++rules}`, limit, windowSeconds: 3_600 })

test('Redis is named as the shared state, and answers', async () => {
  expect(sharedStateKind()).toBe('redis')
  await expect(pingSharedState()).resolves.toBeUndefined()
})

test('a limit holds across processes, exactly, for callers at once', async () => {
  const rule = newRule()
  const first = await Promise.all(Array.from({ length: 8 }, () => takeFromLimit(rule, 'a')))
  becomeAnotherProcess()
  const second = await Promise.all(Array.from({ length: 8 }, () => takeFromLimit(rule, 'a')))
  expect([...first, ...second].filter((answer) => answer.allowed)).toHaveLength(10)
  const refused = second.find((answer) => !answer.allowed)
  expect(refused?.retryAfterSeconds).toBeGreaterThan(0)
  expect((await takeFromLimit(rule, 'b')).allowed).toBe(true)
})

test('while Redis is down the limit goes on in memory and health knows; it is shared again afterwards', async () => {
  const rule = newRule(3)
  await redis.stop()
  becomeAnotherProcess()
  const answers = []
  for (let i = 0; i < 5; i++) answers.push((await takeFromLimit(rule, 'a')).allowed)
  expect(answers).toEqual([true, true, true, false, false])
  await expect(pingSharedState()).rejects.toThrow()
  expect((await checkHealth()).limits).toEqual({ kept: 'memory', state: 'degraded' })
  await redis.start()
  becomeAnotherProcess()
  const state = () =>
    pingSharedState().then(
      () => 'up',
      () => 'down',
    )
  await expect.poll(state, { timeout: 10_000 }).toBe('up')
  await expect.poll(async () => (await checkHealth()).limits, { timeout: 10_000 }).toEqual({ kept: 'redis', state: 'ok' })
  expect((await takeFromLimit(rule, 'a')).allowed).toBe(true)
})

test('attempts to sign in are counted by address of mail and of network', async () => {
  const attempt = (email: string, address: string | null) =>
    takeSignInAttempt(email, address).then(
      () => 'let in',
      (error: { code: string }) => error.code,
    )
  for (let i = 0; i < 10; i++) expect(await attempt('Ada@Example.com ', `203.0.113.${i}`)).toBe('let in')
  expect(await attempt('ada@example.com', '203.0.113.99')).toBe('rate_limited')
  for (let i = 0; i < 60; i++) expect(await attempt(`person${i}@example.com`, '198.51.100.7')).toBe('let in')
  expect(await attempt('fresh@example.com', '198.51.100.7')).toBe('rate_limited')
  expect(await attempt('fresh@example.com', null)).toBe('let in')
})
