import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Redis as PlainRedis } from 'ioredis'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { asPortal } from '#lib/shared/database/as-role'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'
import {
  type Customer,
  expectExactBooks,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  postChat,
} from '#tests/contract/gateway/harness'
import { RedisServer } from '#tests/support/redis-server'
import type { TestDatabase } from '#tests/support/test-database'
import { answerChat, answerPieces, chunkOf, type ScriptedUpstream, startUpstream } from '#tests/support/upstream'

const script = fileURLToPath(new URL('gateway-child.ts', import.meta.url))
const messages = [{ role: 'user', content: 'hi' }]
const granted = 1_000_000_000n

let database: TestDatabase
let redis: RedisServer
let upstream: ScriptedUpstream
let children: ChildProcess[]
let origins: string[]
let customer: Customer
let model: string

beforeAll(async () => {
  database = await openDatabase()
  redis = await RedisServer.launch()
  upstream = await startUpstream()
  const env = { ...process.env, REDIS_URL: redis.url }
  children = [0, 1].map(() => spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'], env }))
  origins = await Promise.all(
    children.map(async (child) => {
      const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
      child.stdout?.resume()
      return `http://127.0.0.1:${line.toString().trim()}`
    }),
  )
})
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  await upstream.close()
  await redis.stop('SIGKILL')
  await database.drop()
})
beforeEach(async () => {
  customer = await makeCustomer(granted)
  model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
  upstream.answer(answerChat())
})

async function setLimits(limits: PolicyDocument['limits']): Promise<void> {
  const policy = JSON.stringify({ limits })
  await asPortal((tx) => sql`update core.api_keys set policy = ${policy}::jsonb where id = ${customer.keyId}`.execute(tx))
}

async function ask(n: number, stream = false): Promise<number> {
  const response = await postChat(origins[n % 2] ?? '', customer, { model, messages, max_tokens: 10, stream })
  await response.arrayBuffer()
  return response.status
}

const countOf = (statuses: number[], status: number) => statuses.filter((one) => one === status).length

async function leases(): Promise<number> {
  const connection = new PlainRedis(redis.url)
  try {
    return await connection.zcard(`tollgate:limits:key:${customer.keyId}:c`)
  } finally {
    connection.disconnect()
  }
}

it('two processes on one Redis let exactly 20 of 60 callers in between them', async () => {
  await setLimits({ requests_per_minute: 20 })
  const statuses = await Promise.all(Array.from({ length: 60 }, (_, n) => ask(n)))
  expect([countOf(statuses, 200), countOf(statuses, 429)]).toEqual([20, 40])
  expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
})

it('Redis dies and returns while both are asked: every request is answered, and no lease stays', async () => {
  await setLimits({ concurrency: 4, requests_per_day: 100_000, tokens_per_minute: 100_000_000 })
  const statuses: number[] = []
  let isOver = false
  const caller = async (n: number) => {
    while (!isOver) {
      statuses.push(await ask(n))
      await wait(5)
    }
  }
  const callers = Array.from({ length: 8 }, (_, n) => caller(n))
  await wait(700)
  await redis.stop('SIGKILL')
  const before = countOf(statuses, 200)
  await wait(1_500)
  const during = countOf(statuses, 200)
  await redis.start()
  await wait(3_000)
  isOver = true
  await Promise.all(callers)
  expect(during).toBeGreaterThan(before)
  expect(countOf(statuses, 200)).toBeGreaterThan(during)
  expect(countOf(statuses, 200) + countOf(statuses, 429)).toBe(statuses.length)
  await expect.poll(leases, { timeout: 5_000 }).toBe(0)
  // Both count in Redis again.
  await setLimits({ requests_per_minute: 10 })
  expect(countOf(await Promise.all(Array.from({ length: 30 }, (_, n) => ask(n))), 200)).toBe(10)
  await expectExactBooks(customer, granted)
})

it('a process that is killed leaves a lease that ends by itself', async () => {
  await setLimits({ concurrency: 1 })
  upstream.answer(
    answerPieces(
      Array.from({ length: 10_000 }, () => chunkOf('word ')),
      20,
    ),
  )
  const streaming = await postChat(origins[0] ?? '', customer, { model, messages, stream: true })
  expect(streaming.status).toBe(200)
  expect(await ask(1)).toBe(429)
  const ended = once(children[0] as ChildProcess, 'exit')
  children[0]?.kill('SIGKILL')
  await ended
  await streaming.text().catch(() => 'cut')
  const connection = new PlainRedis(redis.url)
  expect(await connection.zcard(`tollgate:limits:key:${customer.keyId}:c`)).toBe(1)
  const [, until] = await connection.zrange(`tollgate:limits:key:${customer.keyId}:c`, '0', '0', 'WITHSCORES')
  connection.disconnect()
  expect(Number(until)).toBeLessThanOrEqual(Date.now() + 90_000)
})
