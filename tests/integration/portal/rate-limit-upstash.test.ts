import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetProcessState } from '#lib/shared/process-state'
import { pingSharedState, sharedStateKind } from '#lib/shared/rate-limit/shared-state'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'
import { RedisServer } from '#tests/support/redis-server'
import { startUpstashFront, type UpstashFront } from '#tests/support/upstash-front'

let redis: RedisServer
let front: UpstashFront

beforeAll(async () => {
  redis = await RedisServer.launch()
  front = await startUpstashFront(redis.url)
  process.env.UPSTASH_REDIS_REST_URL = front.url
  process.env.UPSTASH_REDIS_REST_TOKEN = front.token
})
afterAll(async () => {
  await front.close()
  await redis.stop()
})

const rule = (name: string) => ({ name, limit: 5, windowSeconds: 3_600 })
const take = async (name: string, count: number) =>
  (await Promise.all(Array.from({ length: count }, () => takeFromLimit(rule(name), 'a')))).filter((answer) => answer.allowed).length

test('Upstash is named as the shared state, and answers', async () => {
  expect(sharedStateKind()).toBe('upstash')
  await expect(pingSharedState()).resolves.toBeUndefined()
})

test('a limit holds across processes, exactly, for callers at once', async () => {
  expect(await take('shared', 4)).toBe(4)
  forgetProcessState('rate-limit')
  expect(await take('shared', 4)).toBe(1)
})

test('an Upstash that is too slow is not a permission: the limit holds in memory', async () => {
  front.delayMs = 1_500
  forgetProcessState('rate-limit')
  expect(await take('slow', 20)).toBe(5)
  front.delayMs = 0
})
