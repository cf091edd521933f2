import { randomBytes } from 'node:crypto'
import { Redis } from '@upstash/redis'
import { calendarOf } from '#lib/gateway/limits/team-calendar'
import type { Limit, LimitStore, StoreAnswer, Taken } from '#lib/gateway/limits/limit'
import { MemoryLimits } from '#lib/gateway/limits/memory-limits'
import { RedisLimits } from '#lib/gateway/limits/redis-limits'
import { connectRedis, requesterOver } from '#lib/shared/rate-limit/plain-redis'
import { RedisServer } from '#tests/support/redis-server'
import { startUpstashFront } from '#tests/support/upstash-front'

export const noon = Date.parse('2026-11-23T12:00:00Z')

/** A store with a clock that a test sets, in milliseconds since the epoch. */
export interface StoreUnderTest {
  store: LimitStore
  now: number
}

export interface Backend {
  name: string
  /** How often a property is tried: a round trip costs more than a look at memory. */
  runs: number
  start(): Promise<void>
  open(): StoreUnderTest
  stop(): Promise<void>
}

function withClock(make: (clock: () => number) => LimitStore): StoreUnderTest {
  const under: StoreUnderTest = { now: noon, store: make(() => under.now) }
  return under
}

const memory: Backend = {
  name: 'memory',
  runs: 300,
  start: async () => {},
  open: () => withClock((clock) => new MemoryLimits(clock)),
  stop: async () => {},
}

function overRedis(name: string, connect: (server: RedisServer) => Promise<{ redis: Redis; close: () => Promise<void> }>): Backend {
  let server: RedisServer
  let open: { redis: Redis; close: () => Promise<void> }
  return {
    name,
    runs: 20,
    start: async () => {
      server = await RedisServer.launch()
      open = await connect(server)
    },
    open: () => withClock((clock) => new RedisLimits(open.redis, { clock, prefix: randomBytes(6).toString('hex') })),
    stop: async () => {
      await open.close()
      await server.stop()
    },
  }
}

export const backends: Backend[] = [
  memory,
  overRedis('Redis', async (server) => {
    const connection = connectRedis(server.url)
    return { redis: new Redis(requesterOver(connection)), close: async () => connection.disconnect() }
  }),
  overRedis('Upstash', async (server) => {
    const front = await startUpstashFront(server.url)
    return { redis: new Redis({ url: front.url, token: front.token, enableTelemetry: false }), close: () => front.close() }
  }),
]

type Given = Partial<Pick<Limit, 'id' | 'metric' | 'window'>> & { timeZone?: string }

let ids = 0

/** A limit of its own counter: requests a minute unless said otherwise. */
export function limitOf(amount: number, { id = `limit-${++ids}`, metric = 'requests', window, timeZone = 'UTC' }: Given = {}): Limit {
  const over = window ?? (metric === 'concurrency' ? null : 'minute')
  return { id, name: id, level: 'key', metric, window: over, amount, calendar: calendarOf(timeZone) }
}

let requests = 0

export interface Answered extends StoreAnswer {
  given: Taken
}

/** Asks for one request's units; `given` is what corrections take. */
export async function take(under: StoreUnderTest, limits: Limit[], tokens = 0, leaseMs = 90_000): Promise<Answered> {
  const plan = { limits, tokens }
  const requestId = `request-${++requests}`
  const answer = await under.store.take({ requestId, plan, leaseMs, wallTime: under.now })
  return { ...answer, given: { requestId, plan, at: answer.at, wallTime: under.now } }
}

/** Gives everything back, as when admission refuses. */
export async function giveBack(under: StoreUnderTest, { given }: Answered): Promise<void> {
  await under.store.change(given, { tokens: -given.plan.tokens, givesBack: true, freesLeases: true, wallTime: under.now })
}

/** The request has ended and used this many tokens. */
export async function settle(under: StoreUnderTest, { given }: Answered, tokens = given.plan.tokens): Promise<void> {
  await under.store.change(given, { tokens: tokens - given.plan.tokens, givesBack: false, freesLeases: true, wallTime: under.now })
}

/** What a limit has counted, found out by asking for more than it can ever give. */
export async function usedOf(under: StoreUnderTest, limit: Limit): Promise<number> {
  const asked = limit.metric === 'tokens' ? { ...limit, amount: 1 } : { ...limit, amount: 0 }
  const answer = await take(under, [asked], 1_000_000_000)
  if (answer.taken) throw new Error('the probe was let in')
  return answer.readings[0]?.used ?? -1
}
