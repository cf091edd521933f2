import type { Clock } from '#lib/shared/clock'

export interface LimitRule {
  /** Tells this limit's counters from those of others. */
  name: string
  limit: number
  windowSeconds: number
}

export interface LimitAnswer {
  allowed: boolean
  /** Whole seconds until waiting helps; 0 when allowed. */
  retryAfterSeconds: number
}

interface Counter {
  window: number
  count: number
  previous: number
}

/** An attacker who invents identifiers may cost this many counters, no more. */
const maxCounters = 50_000

/**
 * The same sliding window as Redis keeps, for one process: the window before counts by the share of it that the
 * last `windowSeconds` still cover.
 */
export class MemoryWindow {
  private readonly counters = new Map<string, Counter>()
  /** Goes on where it was: beginning anew would step over everything that was dropped before. */
  private eldest = this.counters.keys()
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  take(rule: LimitRule, identifier: string): LimitAnswer {
    const windowMs = rule.windowSeconds * 1_000
    const now = this.clock()
    const window = Math.floor(now / windowMs)
    const counter = this.current(`${rule.name}:${identifier}`, window)
    const share = 1 - (now % windowMs) / windowMs
    if (Math.floor(share * counter.previous) + counter.count >= rule.limit) {
      return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(((window + 1) * windowMs - now) / 1_000)) }
    }
    counter.count++
    return { allowed: true, retryAfterSeconds: 0 }
  }

  private current(key: string, window: number): Counter {
    const known = this.counters.get(key)
    if (known?.window === window) return known
    const previous = known?.window === window - 1 ? known.count : 0
    const counter = { window, count: 0, previous }
    // Re-inserted, so that the map's order is the order of last windows and the eldest can go first.
    this.counters.delete(key)
    if (this.counters.size >= maxCounters) this.dropEldest()
    this.counters.set(key, counter)
    return counter
  }

  private dropEldest(): void {
    let next = this.eldest.next()
    if (next.done) {
      this.eldest = this.counters.keys()
      next = this.eldest.next()
    }
    if (!next.done) this.counters.delete(next.value)
  }
}
