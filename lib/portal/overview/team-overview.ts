import type { Balance } from '#lib/ledger/read-balance'
import type { BucketSize } from '#lib/portal/usage/cut-buckets'
import type { KeyName } from '#lib/portal/usage/read-key-names'
import type { Compared } from '#lib/portal/usage/to-buckets'
import type { Percentiles, UsageBucket, UsageTotals } from '#lib/portal/usage/usage-totals'

/** How fast a team spends, by its last seven days, or all of them when it is younger. */
export interface Pace {
  /** Whole days that it rests on, at most seven; in the first day zero, which tells nothing yet. */
  days: number
  nanosPerDay: bigint
  /** How long the available credit lasts at this pace, from zero; null when nothing is being spent. */
  daysLeft: number | null
}

export type PeriodTotals = UsageTotals & Percentiles

export interface TeamOverview {
  /** By whose clock days are cut. */
  timeZone: string
  bucket: BucketSize
  balance: Balance
  /** Null before the first request. */
  pace: Pace | null
  hasRequests: boolean
  totals: PeriodTotals
  previous: PeriodTotals
  /** Every hour or day of the period up to now. */
  series: UsageBucket[]
  /** At most five each, by spending. */
  topModels: ({ model: string } & Compared)[]
  topKeys: (KeyName & Compared)[]
}
