import { minuteMs } from '#lib/gateway/limits/limit'

/** Entries that have passed are cut off once there are this many, and more of them than of the others. */
const cutAt = 64

/**
 * What was taken in the last 60 seconds, one entry for each millisecond in which something was: exact, and as small as its
 * traffic. Times are those of one clock that never goes back.
 */
export class MinuteLog {
  private readonly times: number[] = []
  private readonly amounts: number[] = []
  private head = 0
  /** Of all entries still in the window, as of the last `expire`. */
  used = 0

  expire(now: number): void {
    const until = now - minuteMs
    const { times } = this
    let { head } = this
    while (head < times.length && (times[head] as number) <= until) this.used -= this.amounts[head++] as number
    if (head === times.length || (head >= cutAt && head * 2 >= times.length)) {
      times.splice(0, head)
      this.amounts.splice(0, head)
      head = 0
    }
    this.head = head
  }

  add(now: number, amount: number): void {
    this.expire(now)
    const last = this.times.length - 1
    if (last >= this.head && this.times[last] === now) this.amounts[last] = (this.amounts[last] as number) + amount
    else {
      this.times.push(now)
      this.amounts.push(amount)
    }
    this.used += amount
  }

  /** Takes from the entry of that time, if it is still counted. */
  lessen(at: number, amount: number): void {
    const index = this.times.lastIndexOf(at)
    if (index < this.head) return
    this.amounts[index] = (this.amounts[index] as number) - amount
    this.used -= amount
  }

  /** Milliseconds until this much more fits. */
  waitFor(cost: number, limit: number, now: number): number {
    let { used } = this
    for (let i = this.head; i < this.times.length; i++) {
      used -= this.amounts[i] as number
      if (used + cost <= limit) return (this.times[i] as number) + minuteMs - now
    }
    return 0
  }

  /** Milliseconds until nothing is left in the window. */
  resetMs(now: number): number {
    const last = this.times.length - 1
    return last >= this.head ? (this.times[last] as number) + minuteMs - now : 0
  }
}
