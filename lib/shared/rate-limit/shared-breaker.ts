import { systemClock } from '#lib/shared/clock'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'
import { pingSharedState, type SharedStateKind, sharedStateKind } from '#lib/shared/rate-limit/shared-state'

const askAgainAfterMs = 2_000
const answerWithinMs = 1_000

interface Breaker {
  /** When Redis is to be asked again; null while it answers. */
  askAt: number | null
  isAsking: boolean
  failures: number
  listeners: Set<() => void>
}

function breaker(): Breaker {
  return processState('shared-breaker', () => ({ askAt: null, isAsking: false, failures: 0, listeners: new Set<() => void>() }))
}

/**
 * Whether the shared Redis may be asked. While it does not answer nobody waits for it: limits run per process at once, and it
 * is asked behind the requests, every few seconds, whether it is back.
 */
export function isSharedReachable(): boolean {
  const state = breaker()
  if (state.askAt === null) return true
  if (!state.isAsking && systemClock() >= state.askAt) void askAgain(state)
  return false
}

/** To be told of every failure of the shared Redis; the first is logged. */
export function reportSharedFailure(error: unknown): void {
  const state = breaker()
  if (state.askAt === null) log.warn('limits_kept_in_memory', { kind: sharedStateKind() }, error)
  state.askAt = systemClock() + askAgainAfterMs
  state.failures++
}

/** Calls to the shared Redis that have failed in this process since it began. */
export function sharedFailures(): number {
  return breaker().failures
}

/** Calls back each time the shared Redis answers again; the same function is kept once. */
export function onSharedReturn(listener: () => void): void {
  breaker().listeners.add(listener)
}

/** Where limits are counted at this moment; `degraded` while the shared Redis is configured and does not answer. */
export function limitsKept(): { kept: SharedStateKind; state: 'ok' | 'degraded' } {
  return isSharedReachable() ? { kept: sharedStateKind(), state: 'ok' } : { kept: 'memory', state: 'degraded' }
}

/** Asks the shared Redis whether it is there; rejects when it is not, and limits know it as well. Memory always is. */
export async function askShared(): Promise<void> {
  try {
    await within(pingSharedState())
  } catch (error) {
    reportSharedFailure(error)
    throw error
  }
}

/** Rejects what takes longer than it may; what comes later is dropped. */
export async function within<T>(work: Promise<T>, ms = answerWithinMs): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`Redis did not answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function askAgain(state: Breaker): Promise<void> {
  state.isAsking = true
  try {
    await within(pingSharedState())
    state.askAt = null
    log.info('limits_shared_again', { kind: sharedStateKind() })
    for (const listener of state.listeners) listener()
  } catch {
    state.askAt = systemClock() + askAgainAfterMs
  } finally {
    state.isAsking = false
  }
}
