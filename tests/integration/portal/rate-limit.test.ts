import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freePort } from '#dev/embedded/free-port'
import { takeSignInAttempt } from '#lib/portal/accounts/take-sign-in-attempt'
import { forgetProcessState } from '#lib/shared/process-state'
import { pingSharedState, sharedStateKind } from '#lib/shared/rate-limit/shared-state'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

let port: number
let redis: ChildProcess | undefined
let rules = 0

async function startRedis(): Promise<void> {
  redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' })
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, '127.0.0.1')
    const answered = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(
      () => false,
    )
    socket.destroy()
    if (answered) return
    await wait(50)
  }
  throw new Error('redis-server did not start')
}

async function stopRedis(): Promise<void> {
  if (!redis) return
  const gone = once(redis, 'exit')
  redis.kill()
  await gone
  redis = undefined
}

/** As a second process would: limits in memory are empty, those in Redis are shared. */
function becomeAnotherProcess(): void {
  forgetProcessState('rate-limit')
}

const newRule = (limit = 10) => ({ name: `rule-${++rules}`, limit, windowSeconds: 3_600 })

beforeAll(async () => {
  // The middle of a five-minute window: none ends while a test is counting in it.
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 300_000) * 300_000 + 150_000 })
  port = await freePort()
  process.env.REDIS_URL = `redis://127.0.0.1:${port}`
  await startRedis()
})
afterAll(async () => {
  vi.useRealTimers()
  await stopRedis()
})

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
  await stopRedis()
  becomeAnotherProcess()
  const answers = []
  for (let i = 0; i < 5; i++) answers.push((await takeFromLimit(rule, 'a')).allowed)
  expect(answers).toEqual([true, true, true, false, false])
  await expect(pingSharedState()).rejects.toThrow()
  await startRedis()
  becomeAnotherProcess()
  await expect
    .poll(
      () =>
        pingSharedState().then(
          () => 'up',
          () => 'down',
        ),
      { timeout: 10_000 },
    )
    .toBe('up')
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
