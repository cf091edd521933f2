import type { Pace } from '#lib/portal/overview/team-overview'

export type CreditState = 'fine' | 'low' | 'none'

const soonDays = 3
/** Ten cents: what nobody can build on, at any pace. */
const littleNanos = 100_000_000n

interface Held {
  heldNanos: bigint
  availableNanos: bigint
}

/** Whether somebody should add credit: at once, soon, or not yet. What is held may come back, so it is not counted as gone. */
export function judgeCredit({ heldNanos, availableNanos }: Held, pace: Pace | null): CreditState {
  if (availableNanos <= 0n && heldNanos <= 0n) return 'none'
  if (availableNanos < littleNanos) return 'low'
  return pace !== null && pace.days > 0 && pace.daysLeft !== null && pace.daysLeft < soonDays ? 'low' : 'fine'
}
