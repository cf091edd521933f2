import { minuteMs } from '#lib/gateway/limits/limit'
import { MinuteLog } from '#lib/gateway/limits/minute-log'
import type { CalendarDay } from '#lib/gateway/limits/team-calendar'

export interface DayCount extends CalendarDay {
  used: number
}

/** Whoever invents end users may cost this many counters of a day, no more; others then go. */
const maxDayCounts = 1_000_000

/**
 * Logs of the last minute by id. Kept in two generations that change places once a minute, so what nobody asks for is gone
 * within two minutes and no sweep ever stops a request.
 */
export class MinuteLogs {
  private young = new Map<string, MinuteLog>()
  private old = new Map<string, MinuteLog>()
  private turnsAt = 0

  get size(): number {
    return this.young.size + this.old.size
  }

  /** Tells whether a generation has ended. */
  turn(now: number): boolean {
    if (now < this.turnsAt) return false
    this.old = now >= this.turnsAt + minuteMs ? new Map() : this.young
    this.young = new Map()
    this.turnsAt = now + minuteMs
    return true
  }

  find(id: string): MinuteLog | undefined {
    const known = this.young.get(id)
    if (known) return known
    const aged = this.old.get(id)
    if (!aged) return undefined
    this.old.delete(id)
    this.young.set(id, aged)
    return aged
  }

  open(id: string): MinuteLog {
    const known = this.find(id)
    if (known) return known
    const log = new MinuteLog()
    this.young.set(id, log)
    return log
  }
}

/** Counts of the running day by id; those of days that have ended make room for new ones. */
export class DayCounts {
  private readonly counts = new Map<string, DayCount>()
  /** Goes on where it was; beginning anew each time would step over every deleted entry again. */
  private round = this.counts.entries()

  get size(): number {
    return this.counts.size
  }

  find(id: string): DayCount | undefined {
    return this.counts.get(id)
  }

  /** The count of that day, or of a later one that has begun: a clock put back opens no day anew. */
  open(id: string, day: CalendarDay, wallTime: number): DayCount {
    const known = this.counts.get(id)
    if (known && known.start >= day.start) return known
    if (known) this.counts.delete(id)
    else this.dropEnded(wallTime, 2)
    const count = { ...day, used: 0 }
    this.counts.set(id, count)
    return count
  }

  /** What was given back whole leaves nothing: refused requests with invented end users fill no room. */
  forgetEmpty(id: string): void {
    if (this.counts.get(id)?.used === 0) this.counts.delete(id)
  }

  /** Looks at this many more, round and round: two for each that comes in, and a minute's share. */
  dropEnded(wallTime: number, looks: number): void {
    for (let looked = 0; looked < looks; looked++) {
      const { done, value } = this.round.next()
      if (done) {
        this.round = this.counts.entries()
        return
      }
      const [id, count] = value
      if (count.end <= wallTime || this.counts.size >= maxDayCounts) this.counts.delete(id)
    }
  }
}

/** Leases by id of the limit: who holds one, and until when. */
export class LeaseBook {
  private readonly leases = new Map<string, Map<string, number>>()

  get size(): number {
    return this.leases.size
  }

  /** Leases held, those that have run out included only while there is `room` for one more. */
  held(id: string, room: number, now: number): number {
    const held = this.leases.get(id)
    if (!held) return 0
    if (held.size >= room) this.dropEnded(id, held, now)
    return held.size
  }

  hold(id: string, requestId: string, until: number): void {
    const held = this.leases.get(id)
    if (held) held.set(requestId, until)
    else this.leases.set(id, new Map([[requestId, until]]))
  }

  free(id: string, requestId: string): void {
    const held = this.leases.get(id)
    if (held?.delete(requestId) && held.size === 0) this.leases.delete(id)
  }

  sweep(now: number): void {
    for (const [id, held] of this.leases) this.dropEnded(id, held, now)
  }

  private dropEnded(id: string, held: Map<string, number>, now: number): void {
    for (const [requestId, until] of held) if (until <= now) held.delete(requestId)
    if (held.size === 0) this.leases.delete(id)
  }
}
