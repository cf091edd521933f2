import { setTimeout as wait } from 'node:timers/promises'
import { Redis as PlainRedis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Limit } from '#lib/gateway/limits/limit'
import type { LimitGrant } from '#lib/gateway/limits/limit-grant'
import { limitsState } from '#lib/gateway/limits/limits-state'
import { takeLimits } from '#lib/gateway/limits/take-limits'
import { newId } from '#lib/shared/ids'
import { limitsKept } from '#lib/shared/rate-limit/shared-breaker'
import { limitOf } from '#tests/contract/limits/stores'
import { RedisServer } from '#tests/support/redis-server'

/** A request waits half a second for Redis at most; the rest is for a machine that has other things to do. */
const longestMs = 2_500

let server: RedisServer
let lines: string[]

beforeAll(async () => {
  server = await RedisServer.launch()
  process.env.REDIS_URL = server.url
})
afterAll(() => server.stop('SIGKILL'))
beforeEach(() => {
  lines = []
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  }
})
afterEach(() => vi.restoreAllMocks())

const changes = () => lines.map((line) => (JSON.parse(line) as { event: string }).event).filter((event) => event.startsWith('limits_'))

async function ask(...limits: Limit[]): Promise<LimitGrant | null> {
  const answer = await takeLimits({ limits, tokens: 10 }, { requestId: newId(), now: Date.now() })
  return answer.ok ? answer.grant : null
}

async function whenKept(kept: string): Promise<void> {
  for (const until = Date.now() + 20_000; limitsKept().kept !== kept; await wait(20)) {
    if (Date.now() > until) throw new Error(`limits are never kept in ${kept}`)
  }
}

/** Requests of so many callers, each for a moment, until they are stopped. */
function startLoad(callers: number, ...limits: Limit[]) {
  const load = { letIn: 0, refused: 0, slowestMs: 0, most: 0 }
  let running = 0
  let isOver = false
  const caller = async () => {
    while (!isOver) {
      const begun = performance.now()
      const grant = await ask(...limits)
      load.slowestMs = Math.max(load.slowestMs, performance.now() - begun)
      if (grant) {
        load.letIn++
        load.most = Math.max(load.most, ++running)
        await wait(3)
        running--
        await grant.settle(7)
      } else load.refused++
      await wait(2)
    }
  }
  const ended = Promise.all(Array.from({ length: callers }, caller))
  return {
    load,
    end: async () => {
      isOver = true
      await ended
      return load
    },
  }
}

async function inRedis<T>(look: (redis: PlainRedis) => Promise<T>): Promise<T> {
  const redis = new PlainRedis(server.url)
  try {
    return await look(redis)
  } finally {
    redis.disconnect()
  }
}

const leasesOf = (limit: Limit) => inRedis((redis) => redis.zcard(`tollgate:limits:${limit.id}`))

it('Redis dies and returns under load: requests go on, limits hold per process throughout, no lease stays', async () => {
  const slots = limitOf(4, { metric: 'concurrency' })
  const perMinute = limitOf(150)
  const streams = limitOf(2, { metric: 'concurrency' })
  const tokens = limitOf(1_000_000, { metric: 'tokens' })
  const stream = await ask(streams)
  const { end, load } = startLoad(12, slots, tokens)
  const limited = startLoad(6, perMinute)
  await wait(300)
  expect(limitsKept()).toEqual({ kept: 'redis', state: 'ok' })

  await server.stop('SIGKILL')
  await whenKept('memory')
  expect(limitsKept()).toEqual({ kept: 'memory', state: 'degraded' })
  const before = load.letIn
  await wait(500)
  expect(load.letIn).toBeGreaterThan(before)

  await server.start()
  await whenKept('redis')
  const after = load.letIn
  await wait(500)
  expect(load.letIn).toBeGreaterThan(after)

  // The stream still runs, and a Redis that came back empty knows it again.
  expect(await leasesOf(streams)).toBe(1)
  await stream?.settle(1)
  const total = await end()
  expect(total.most).toBeLessThanOrEqual(4)
  expect(total.slowestMs).toBeLessThan(longestMs)
  expect((await limited.end()).letIn).toBe(150)
  expect([await leasesOf(slots), await leasesOf(streams)]).toEqual([0, 0])
  expect(limitsState().leases.size).toBe(0)
  expect(changes()).toEqual(['limits_kept_in_memory', 'limits_shared_again'])
})

it('Redis hangs: nobody waits for it twice, and leases that ended meanwhile are freed when it goes on', async () => {
  const slots = limitOf(3, { metric: 'concurrency' })
  const held = await Promise.all([ask(slots), ask(slots), ask(slots)])
  expect(await leasesOf(slots)).toBe(3)

  server.freeze()
  const begun = performance.now()
  const [asked] = await Promise.all([ask(limitOf(5)), ...held.map((grant) => grant?.settle(0))])
  expect(asked).not.toBeNull()
  expect(performance.now() - begun).toBeLessThan(longestMs)
  await whenKept('memory')
  const again = performance.now()
  for (let n = 0; n < 3; n++) held[n] = await ask(slots)
  expect(performance.now() - again).toBeLessThan(300)
  expect(held.every((grant) => grant !== null)).toBe(true)
  expect(await ask(slots)).toBeNull()
  await Promise.all(held.map((grant) => grant?.settle(0)))

  server.wake()
  await whenKept('redis')
  await expect.poll(() => leasesOf(slots), { timeout: 5_000 }).toBe(0)
  const free = await Promise.all([ask(slots), ask(slots), ask(slots)])
  expect(free.every((grant) => grant !== null)).toBe(true)
  await Promise.all(free.map((grant) => grant?.settle(0)))
})

it('one call that fails or is slow leaves the limits of all others in Redis', async () => {
  const broken = limitOf(1)
  await inRedis((redis) => redis.set(`tollgate:limits:${broken.id}`, 'not a list'))
  expect([(await ask(broken)) !== null, await ask(broken)]).toEqual([true, null])
  await expect.poll(() => lines.some((line) => line.includes('shared_call_failed'))).toBe(true)
  expect(limitsKept()).toEqual({ kept: 'redis', state: 'ok' })

  const busy = inRedis((redis) =>
    redis.eval(
      "local function ms() local t = redis.call('TIME') return t[1] * 1000 + t[2] / 1000 end local e = ms() + 700 while ms() < e do end",
      0,
    ),
  )
  await wait(100)
  const slow = limitOf(1)
  expect(await ask(slow)).not.toBeNull()
  await busy
  expect([limitsKept(), changes()]).toEqual([{ kept: 'redis', state: 'ok' }, []])
  const counted = limitOf(1)
  await ask(counted)
  expect(await inRedis((redis) => redis.exists(`tollgate:limits:${counted.id}`))).toBe(1)
})

it('a Redis that answers and counts nothing is not asked until it does', async () => {
  await inRedis((redis) => redis.config('SET', 'min-replicas-to-write', '1'))
  const limit = limitOf(2)
  expect([(await ask(limit)) !== null, (await ask(limit)) !== null, await ask(limit)]).toEqual([true, true, null])
  await whenKept('memory')
  await inRedis((redis) => redis.config('SET', 'min-replicas-to-write', '0'))
  await whenKept('redis')
})
