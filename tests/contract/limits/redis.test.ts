import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Redis } from '@upstash/redis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RedisLimits } from '#lib/gateway/limits/redis-limits'
import { connectRedis, requesterOver } from '#lib/shared/rate-limit/plain-redis'
import { giveBack, limitOf, settle, type StoreUnderTest, take, usedOf } from '#tests/contract/limits/stores'
import { RedisServer } from '#tests/support/redis-server'

const script = fileURLToPath(new URL('redis-process.ts', import.meta.url))
let server: RedisServer
let connection: ReturnType<typeof connectRedis>
let redis: Redis

beforeAll(async () => {
  server = await RedisServer.launch()
  connection = connectRedis(server.url)
  redis = new Redis(requesterOver(connection))
})
afterAll(async () => {
  connection.disconnect()
  await server.stop()
})

/** On a clock of the test's own. */
function openAt(prefix: string): StoreUnderTest {
  const under: StoreUnderTest = { now: Date.now(), store: new RedisLimits(redis, { prefix, clock: () => under.now }) }
  return under
}

it('several processes on one Redis let in exactly 100 of 320 between them, by its own clock', async () => {
  const run = () => promisify(execFile)(process.execPath, [script, server.url, 'processes', '100', '80'])
  const counts = await Promise.all(Array.from({ length: 4 }, run))
  expect(counts.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBe(100)
})

it('everything in Redis ends by itself', async () => {
  const under = { now: Date.now(), store: new RedisLimits(redis, { prefix: 'ends' }) }
  const limits = [limitOf(5), limitOf(5, { window: 'day' }), limitOf(5, { metric: 'concurrency' })]
  const answer = await take(under, limits, 0, 30_000)
  const lives = async () => Promise.all((await connection.keys('ends:*')).toSorted().map((key) => connection.pttl(key)))
  for (const life of await lives()) expect(life).toBeGreaterThan(0)
  expect((await lives()).length).toBe(3)
  expect(Math.max(...(await lives()))).toBeLessThanOrEqual(25 * 3_600_000)
  await settle(under, answer)
  expect(await connection.keys(`ends:${limits[2]!.id}`)).toEqual([])
})

it('a day given back whole leaves nothing in Redis', async () => {
  const under = openAt('givenback')
  await giveBack(under, await take(under, [limitOf(5, { window: 'day' })]))
  expect(await connection.keys('givenback:*')).toEqual([])
})

it('a Redis clock put back a little stands still, and one put back far starts anew', async () => {
  const under = openAt('clock')
  const limit = limitOf(3)
  const first = await take(under, [limit])
  under.now -= 5_000
  expect((await take(under, [limit])).at).toBe(first.at)
  expect((await take(under, [limit])).taken).toBe(true)
  expect((await take(under, [limit])).taken).toBe(false)
  under.now -= 3_600_000
  expect((await take(under, [limit])).taken).toBe(true)
  expect(await usedOf(under, limit)).toBe(1)
})

it('a script that Redis has forgotten is sent again', async () => {
  const under = { now: Date.now(), store: new RedisLimits(redis, { prefix: 'flush' }) }
  const limit = limitOf(3)
  await take(under, [limit])
  await connection.script('FLUSH')
  expect((await take(under, [limit])).readings[0]?.used).toBe(2)
})

it('a limit that thousands of entries make up is walked in pieces', async () => {
  const under = openAt('long')
  const limit = limitOf(1_500, { metric: 'tokens' })
  for (let n = 0; n < 1_500; n++) {
    under.now += 3
    await take(under, [limit], 1)
  }
  const refused = await take(under, [limit], 300)
  expect(refused.readings[0]?.used).toBe(1_500)
  under.now += refused.readings[0]?.waitMs ?? 0
  expect(await usedOf(under, limit)).toBe(1_200)
  under.now += 60_000
  expect(await usedOf(under, limit)).toBe(0)
})
