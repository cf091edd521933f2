import type { MemoryLimits } from '#lib/gateway/limits/memory-limits'
import type { RedisLimits } from '#lib/gateway/limits/redis-limits'
import type { Taken } from '#lib/gateway/limits/limit'
import { log } from '#lib/shared/log'
import { isSharedReachable, reportSharedFailure, within } from '#lib/shared/rate-limit/shared-breaker'

/** Two beats may be missed before a lease runs out. */
const everyMs = 30_000
const leaseMs = 90_000
/** Past this, leases of a Redis that is away are left to run out. */
const maxOwed = 10_000

interface KeptLease {
  taken: Taken
  /** Whether Redis knows it, or may. */
  isShared: boolean
}

/** Holds the leases of all requests under way in this process, as long as it lives: one timer, one call. */
export class LeaseKeeper {
  /** A call that holds leases; what frees one waits for it, or would be overtaken. */
  underWay: Promise<void> = Promise.resolve()
  private readonly kept = new Map<string, KeptLease>()
  /** Freed here, and not yet in Redis. */
  private owed: { taken: Taken; until: number }[] = []
  private timer: NodeJS.Timeout | null = null
  private readonly memory: MemoryLimits
  private readonly shared: RedisLimits | null

  constructor(memory: MemoryLimits, shared: RedisLimits | null) {
    this.memory = memory
    this.shared = shared
  }

  get size(): number {
    return this.kept.size
  }

  keep(taken: Taken, isShared: boolean): void {
    this.kept.set(taken.requestId, { taken, isShared })
    this.timer ??= setInterval(() => this.beat(), everyMs).unref()
  }

  /** Answers whether Redis has to be told. */
  drop(requestId: string): boolean {
    const lease = this.kept.get(requestId)
    this.kept.delete(requestId)
    return lease?.isShared ?? false
  }

  freeLater(taken: Taken): void {
    if (this.owed.length < maxOwed) this.owed.push({ taken, until: performance.now() + leaseMs })
  }

  /** Redis is back, perhaps with nothing: it learns what runs, and what has ended since. */
  restore(): void {
    this.beat()
    const owed = this.owed.filter(({ until }) => until > performance.now())
    this.owed = []
    if (owed.length > 0) this.after(() => this.freeOwed(owed.map(({ taken }) => taken)))
  }

  private beat(): void {
    const kept = [...this.kept.values()]
    if (kept.length === 0 && this.timer !== null) {
      clearInterval(this.timer)
      this.timer = null
    }
    const taken = kept.map((lease) => lease.taken)
    this.memory.holdLeases(taken, leaseMs)
    const { shared } = this
    if (!shared || !isSharedReachable() || kept.length === 0) return
    for (const lease of kept) lease.isShared = true
    this.after(() => shared.holdLeases(taken, leaseMs))
  }

  private async freeOwed(owed: Taken[]): Promise<void> {
    const change = { tokens: 0, givesBack: false, freesLeases: true, wallTime: Date.now() }
    await Promise.all(owed.map((taken) => this.shared?.change(taken, change)))
    log.info('leases_freed_late', { count: owed.length })
  }

  private after(work: () => Promise<void>): void {
    this.underWay = this.underWay.then(() => within(work())).catch(reportSharedFailure)
  }
}
