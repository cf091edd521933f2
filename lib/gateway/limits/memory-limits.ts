import {
  costOf,
  minuteMs,
  type Limit,
  type LimitChange,
  type LimitReading,
  type LimitStore,
  type LimitTake,
  type StoreAnswer,
  type Taken,
} from '#lib/gateway/limits/limit'
import { DayCounts, LeaseBook, MinuteLogs } from '#lib/gateway/limits/memory-counters'
import type { Clock } from '#lib/shared/clock'

/** Whole milliseconds that no one can put back. */
export const steadyClock: Clock = () => Math.floor(performance.now())

/** Counts of days looked at once a minute, whether they have ended: short enough for no request to notice. */
const dayLooks = 5_000

/** The limits as one process counts them. Everything is answered at once, without a promise. */
export class MemoryLimits implements LimitStore {
  private readonly minutes = new MinuteLogs()
  private readonly days = new DayCounts()
  private readonly leases = new LeaseBook()
  private readonly clock: Clock

  constructor(clock: Clock = steadyClock) {
    this.clock = clock
  }

  /** Counters in memory, by kind. */
  get sizes() {
    return { minutes: this.minutes.size, days: this.days.size, leases: this.leases.size }
  }

  take(take: LimitTake): StoreAnswer {
    const now = this.turn(take.wallTime)
    const { limits } = take.plan
    let taken = true
    const readings: LimitReading[] = []
    for (const limit of limits) {
      const reading = this.read(limit, costOf(limit, take.plan), now, take.wallTime)
      if (reading.waitMs !== 0) taken = false
      readings.push(reading)
    }
    if (taken) this.count(take, now, readings)
    return { taken, at: now, readings }
  }

  /** Counts what another store has let in, whether it fits here or not. */
  record(take: LimitTake): number {
    const now = this.turn(take.wallTime)
    this.count(take, now, [])
    return now
  }

  change(taken: Taken, change: LimitChange): void {
    const now = this.turn(change.wallTime)
    for (const limit of taken.plan.limits) {
      if (limit.window === null) {
        if (change.freesLeases) this.leases.free(limit.id, taken.requestId)
        continue
      }
      const delta = limit.metric === 'tokens' ? change.tokens : change.givesBack ? -1 : 0
      if (delta === 0) continue
      if (limit.window === 'minute') this.changeMinute(limit.id, taken.at, delta, now)
      else this.changeDay(limit, taken.wallTime, delta, change.wallTime)
    }
  }

  holdLeases(held: readonly Taken[], leaseMs: number): void {
    const until = this.clock() + leaseMs
    for (const { plan, requestId } of held) {
      for (const limit of plan.limits) if (limit.window === null) this.leases.hold(limit.id, requestId, until)
    }
  }

  private turn(wallTime: number): number {
    const now = this.clock()
    if (this.minutes.turn(now)) {
      this.leases.sweep(now)
      this.days.dropEnded(wallTime, dayLooks)
    }
    return now
  }

  private read(limit: Limit, cost: number, now: number, wallTime: number): LimitReading {
    const { amount } = limit
    if (limit.window === null) {
      const used = this.leases.held(limit.id, amount, now)
      return { limit, used, waitMs: used < amount ? 0 : null, resetMs: 0 }
    }
    if (limit.window === 'day') {
      const { start, end } = limit.calendar.dayAt(wallTime)
      const count = this.days.find(limit.id)
      const used = count && count.start >= start ? count.used : 0
      const resetMs = end - wallTime
      if (used + cost <= amount) return { limit, used, waitMs: 0, resetMs }
      return { limit, used, waitMs: cost > amount ? null : resetMs, resetMs }
    }
    const log = this.minutes.find(limit.id)
    if (!log) return { limit, used: 0, waitMs: cost > amount ? null : 0, resetMs: 0 }
    log.expire(now)
    const { used } = log
    const resetMs = log.resetMs(now)
    if (used + cost <= amount) return { limit, used, waitMs: 0, resetMs }
    return { limit, used, waitMs: cost > amount ? null : log.waitFor(cost, amount, now), resetMs }
  }

  private count({ plan, requestId, leaseMs, wallTime }: LimitTake, now: number, readings: LimitReading[]): void {
    plan.limits.forEach((limit, index) => {
      const reading = readings[index]
      const cost = costOf(limit, plan)
      if (reading) reading.used += cost
      if (limit.window === null) this.leases.hold(limit.id, requestId, now + leaseMs)
      else if (limit.window === 'day') this.dayOf(limit, wallTime).used += cost
      else {
        this.minutes.open(limit.id).add(now, cost)
        if (reading) reading.resetMs = minuteMs
      }
    })
  }

  private changeMinute(id: string, at: number, delta: number, now: number): void {
    if (delta < 0) this.minutes.find(id)?.lessen(at, -delta)
    else this.minutes.open(id).add(now, delta)
  }

  /** Of a day that has ended nothing is given back; what was used beyond the reservation counts in the running one. */
  private changeDay(limit: Limit, takenAt: number, delta: number, wallTime: number): void {
    if (delta > 0) {
      this.dayOf(limit, wallTime).used += delta
      return
    }
    const count = this.days.find(limit.id)
    if (!count || takenAt < count.start || takenAt >= count.end) return
    count.used = Math.max(0, count.used + delta)
    this.days.forgetEmpty(limit.id)
  }

  private dayOf(limit: Limit, wallTime: number) {
    return this.days.open(limit.id, limit.calendar.dayAt(wallTime), wallTime)
  }
}
