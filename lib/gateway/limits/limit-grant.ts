import type { LimitChange, LimitReading, LimitTake, Taken } from '#lib/gateway/limits/limit'
import { limitHeaders } from '#lib/gateway/limits/limit-headers'
import type { LimitsState } from '#lib/gateway/limits/limits-state'
import { isSharedReachable, reportSharedFailure, within } from '#lib/shared/rate-limit/shared-breaker'

interface Granted {
  /** When this process' own counters took it. */
  at: number
  readings: LimitReading[]
  /** When Redis took it; absent where it did not. */
  sharedAt?: number
  /** Redis was asked and did not answer: it may hold a lease all the same. */
  mayBeShared?: boolean
}

type Change = Omit<LimitChange, 'wallTime'>

/** The units of one request. Ending it twice changes nothing more; a grant that is never ended keeps its leases. */
export class LimitGrant {
  private readonly state: LimitsState
  private readonly here: Taken
  private readonly granted: Granted
  private readonly hasLeases: boolean
  private isFreed = false
  private isOver = false

  constructor(state: LimitsState, { plan, requestId, wallTime }: LimitTake, granted: Granted) {
    this.state = state
    this.granted = granted
    this.here = { requestId, plan, wallTime, at: granted.at }
    this.hasLeases = plan.limits.some(({ window }) => window === null)
    const isShared = granted.sharedAt !== undefined || granted.mayBeShared === true
    if (this.hasLeases) state.leases.keep(this.here, isShared)
  }

  /** No limit counts this request. */
  get isUnlimited(): boolean {
    return this.here.plan.limits.length === 0
  }

  /** `x-ratelimit-*`, as the limits stood when this was taken. */
  get headers(): Record<string, string> {
    return limitHeaders(this.granted.readings)
  }

  /** Nothing of this request is to count. */
  giveBack(): Promise<void> {
    return this.end({ tokens: -this.here.plan.tokens, givesBack: true, freesLeases: true })
  }

  /** Ends the leases; the reserved tokens stand until `settle`. */
  free(): Promise<void> {
    if (this.isFreed || this.isOver) return done
    return this.change({ tokens: 0, givesBack: false, freesLeases: true })
  }

  /** The request has ended and used this many tokens: ends its leases and corrects what was reserved. */
  settle(tokens: number): Promise<void> {
    return this.end({ tokens: tokens - this.here.plan.tokens, givesBack: false, freesLeases: true })
  }

  private end(change: Change): Promise<void> {
    if (this.isOver) return done
    this.isOver = true
    return this.change({ ...change, freesLeases: !this.isFreed })
  }

  private change(change: Change): Promise<void> {
    const { leases, memory } = this.state
    const { limits } = this.here.plan
    if (limits.length === 0) return done
    const withTime = { ...change, wallTime: Date.now() }
    this.isFreed ||= change.freesLeases
    memory.change(this.here, withTime)
    const mustFree = change.freesLeases && this.hasLeases && leases.drop(this.here.requestId)
    const changesTokens = change.tokens !== 0 && limits.some(({ metric }) => metric === 'tokens')
    const isCorrected = this.granted.sharedAt !== undefined && (change.givesBack || changesTokens)
    return mustFree || isCorrected ? this.changeShared(withTime, mustFree) : done
  }

  /** While Redis is away its counts stand as reserved, which is never too little; leases are freed when it is back. */
  private async changeShared(change: LimitChange, mustFree: boolean): Promise<void> {
    const { leases, shared } = this.state
    const { sharedAt } = this.granted
    if (!shared) return
    const taken = { ...this.here, at: sharedAt ?? 0 }
    const heeded = sharedAt === undefined ? { ...change, tokens: 0, givesBack: false } : change
    try {
      if (!isSharedReachable()) {
        if (mustFree) leases.freeLater(taken)
        return
      }
      await leases.underWay
      await within(shared.change(taken, heeded))
    } catch (error) {
      reportSharedFailure(error)
      if (mustFree) leases.freeLater(taken)
    }
  }
}

const done: Promise<void> = Promise.resolve()
