import { Ratelimit } from '@upstash/ratelimit'
import type { Redis } from '@upstash/redis'
import { systemClock } from '#lib/shared/clock'
import { processState } from '#lib/shared/process-state'
import { type LimitAnswer, type LimitRule, MemoryWindow } from '#lib/shared/rate-limit/memory-window'
import { isSharedReachable, reportSharedFailure } from '#lib/shared/rate-limit/shared-breaker'
import { sharedRedis } from '#lib/shared/rate-limit/shared-state'

const timeoutMs = 1_000

interface LimiterState {
  memory: MemoryWindow
  shared: Map<string, Ratelimit>
}

function limiterState(): LimiterState {
  return processState('rate-limit', () => ({ memory: new MemoryWindow(systemClock), shared: new Map<string, Ratelimit>() }))
}

/**
 * Takes one from a limit and says whether it was there. Shared through Redis where one is configured; while that
 * is down, and without one, the same limit holds per process: it never disappears.
 */
export async function takeFromLimit(rule: LimitRule, identifier: string): Promise<LimitAnswer> {
  const state = limiterState()
  const redis = sharedRedis()
  if (redis && isSharedReachable()) {
    try {
      return await takeShared(state, redis, rule, identifier)
    } catch (error) {
      reportSharedFailure(error)
    }
  }
  return state.memory.take(rule, identifier)
}

async function takeShared(state: LimiterState, redis: Redis, rule: LimitRule, identifier: string): Promise<LimitAnswer> {
  let limiter = state.shared.get(rule.name)
  if (!limiter) {
    const window = Ratelimit.slidingWindow(rule.limit, `${rule.windowSeconds} s`)
    limiter = new Ratelimit({ redis, limiter: window, prefix: `tollgate:${rule.name}`, timeout: timeoutMs, ephemeralCache: false })
    state.shared.set(rule.name, limiter)
  }
  const answer = await limiter.limit(identifier)
  // The library lets everything through when Redis is slow; that is a failure here, not a permission.
  if (answer.reason === 'timeout') throw new Error(`Redis did not answer within ${timeoutMs} ms`)
  const retryAfterSeconds = answer.success ? 0 : Math.max(1, Math.ceil((answer.reset - systemClock()) / 1_000))
  return { allowed: answer.success, retryAfterSeconds }
}
