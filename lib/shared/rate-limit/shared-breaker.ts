import { systemClock } from '#lib/shared/clock'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'
import { pingSharedState, type SharedStateKind, sharedStateKind } from '#lib/shared/rate-limit/shared-state'

const askAgainAfterMs = 2_000
const answerWithinMs = 1_000
/** What a ping may take after a call that failed, while others wait for theirs. */
const confirmWithinMs = 500

interface Breaker {
  /** When Redis is to be asked again; null while it answers. */
  askAt: number | null
  isAsking: boolean
  /** A call failed, and a ping is to say whether Redis is away. */
  isDoubted: boolean
  failures: number
  listeners: Set<() => void>
}

function breaker(): Breaker {
  return processState('shared-breaker', () => ({
    askAt: null,
    isAsking: false,
    isDoubted: false,
    failures: 0,
    listeners: new Set<() => void>(),
  }))
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

/**
 * To be told of every call that the shared Redis failed. One alone may have been slow or wrong by itself, and must not take
 * everybody's limits apart: only where a ping fails as well is nobody to ask Redis any more.
 */
export function reportSharedFailure(error: unknown): void {
  const state = breaker()
  state.failures++
  if (state.askAt !== null) state.askAt = systemClock() + askAgainAfterMs
  else if (!state.isDoubted) void confirm(state, error)
}

async function confirm(state: Breaker, error: unknown): Promise<void> {
  state.isDoubted = true
  try {
    await within(pingSharedState(), confirmWithinMs)
    log.warn('shared_call_failed', { kind: sharedStateKind() }, error)
  } catch {
    open(state, error)
  } finally {
    state.isDoubted = false
  }
}

function open(state: Breaker, error: unknown): void {
  if (state.askAt === null) log.warn('limits_kept_in_memory', { kind: sharedStateKind() }, error)
  state.askAt = systemClock() + askAgainAfterMs
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
    const state = breaker()
    state.failures++
    open(state, error)
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
