import { LeaseKeeper } from '#lib/gateway/limits/lease-keeper'
import { MemoryLimits } from '#lib/gateway/limits/memory-limits'
import { RedisLimits } from '#lib/gateway/limits/redis-limits'
import { processState } from '#lib/shared/process-state'
import { onSharedReturn } from '#lib/shared/rate-limit/shared-breaker'
import { sharedRedis } from '#lib/shared/rate-limit/shared-state'

export interface LimitsState {
  /** What this process has let in itself; it counts along while Redis decides, so that it can take over at any moment. */
  memory: MemoryLimits
  /** Null where no Redis is configured. */
  shared: RedisLimits | null
  leases: LeaseKeeper
  /** When Redis came back last, on `performance.now()`. */
  returnedAt: number
}

/** The limits of this process. */
export function limitsState(): LimitsState {
  return processState('gateway-limits', () => {
    const redis = sharedRedis()
    const memory = new MemoryLimits()
    const shared = redis && new RedisLimits(redis)
    const state: LimitsState = { memory, shared, leases: new LeaseKeeper(memory, shared), returnedAt: Number.NEGATIVE_INFINITY }
    onSharedReturn(() => {
      state.returnedAt = performance.now()
      state.leases.restore()
    })
    return state
  })
}
