import { createHash } from 'node:crypto'
import type { Redis } from '@upstash/redis'
import {
  costOf,
  type Limit,
  type LimitChange,
  type LimitStore,
  type LimitTake,
  type StoreAnswer,
  type Taken,
} from '#lib/gateway/limits/limit'
import { changeScript, takeScript } from '#lib/gateway/limits/redis-scripts'

type Word = string | number

const kinds = { minute: 'm', day: 'd' } as const
/** Leases held on in one call. */
const maxHeld = 200

/** The limits as every process on one Redis counts them: one round trip for a request's limits together. */
export class RedisLimits implements LimitStore {
  private readonly redis: Redis
  private readonly time: () => Word
  private readonly prefix: string

  /** @param clock milliseconds since the epoch, for tests; Redis' own time, on which all processes agree, where none is given */
  constructor(redis: Redis, { clock, prefix = 'tollgate:limits' }: { clock?: () => number; prefix?: string } = {}) {
    this.redis = redis
    this.time = clock ?? (() => '')
    this.prefix = prefix
  }

  async take({ leaseMs, plan, requestId, wallTime }: LimitTake): Promise<StoreAnswer> {
    const keys: string[] = []
    const words: Word[] = [this.time(), requestId, leaseMs]
    for (const limit of plan.limits) {
      const ends = limit.window === 'day' ? limit.calendar.dayAt(wallTime).end : 0
      keys.push(this.keyOf(limit, ends))
      words.push(limit.window === null ? 'l' : kinds[limit.window], limit.amount, costOf(limit, plan), ends)
    }
    const [taken, at = 0, ...numbers] = await this.run<number[]>(take, keys, words)
    const readings = plan.limits.map((limit, index) => {
      const [used = 0, wait = 0, resetMs = 0] = numbers.slice(index * 3)
      return { limit, used, waitMs: wait < 0 ? null : wait, resetMs }
    })
    return { taken: taken === 1, at, readings }
  }

  async change(taken: Taken, change: LimitChange): Promise<void> {
    const keys: string[] = []
    const words: Word[] = [this.time()]
    const add = (key: string, kind: string, a: Word, b: Word) => {
      keys.push(key)
      words.push(kind, a, b)
    }
    for (const limit of taken.plan.limits) {
      if (limit.window === null) {
        if (change.freesLeases) add(this.keyOf(limit, 0), 'f', taken.requestId, 0)
        continue
      }
      const delta = limit.metric === 'tokens' ? change.tokens : change.givesBack ? -1 : 0
      if (delta === 0) continue
      if (limit.window === 'minute') add(this.keyOf(limit, 0), 'm', delta, taken.at)
      else {
        const { end } = limit.calendar.dayAt(delta > 0 ? change.wallTime : taken.wallTime)
        add(this.keyOf(limit, end), 'd', delta, end)
      }
    }
    if (keys.length > 0) await this.run(changes, keys, words)
  }

  async holdLeases(held: readonly Taken[], leaseMs: number): Promise<void> {
    for (let start = 0; start < held.length; start += maxHeld) {
      const keys: string[] = []
      const words: Word[] = [this.time()]
      for (const { plan, requestId } of held.slice(start, start + maxHeld)) {
        for (const limit of plan.limits) {
          if (limit.window !== null) continue
          keys.push(this.keyOf(limit, 0))
          words.push('h', requestId, leaseMs)
        }
      }
      if (keys.length > 0) await this.run(changes, keys, words)
    }
  }

  private keyOf({ id }: Limit, dayEnds: number): string {
    return dayEnds === 0 ? `${this.prefix}:${id}` : `${this.prefix}:${id}:${dayEnds}`
  }

  private async run<T>(script: Script, keys: string[], words: Word[]): Promise<T> {
    const args = words.map(String)
    try {
      return (await this.redis.evalsha(script.sha, keys, args)) as T
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error
      return (await this.redis.eval(script.text, keys, args)) as T
    }
  }
}

interface Script {
  text: string
  sha: string
}

const scriptOf = (text: string): Script => ({ text, sha: createHash('sha1').update(text).digest('hex') })
const take = scriptOf(takeScript)
const changes = scriptOf(changeScript)
