import type { Exposure } from '#lib/ledger/read-exposure'
import type { ChannelOverview } from '#lib/portal/channels/list-channel-overviews'
import type { BucketSize } from '#lib/portal/usage/cut-buckets'
import type { TeamUse } from '#lib/portal/usage/sum-installation-usage'
import type { Percentiles, UsageTotals } from '#lib/portal/usage/usage-totals'

/** What a stretch of time brought and cost. */
export interface BusinessTotals extends UsageTotals {
  /** Charges less what was refunded of them. */
  revenueNanos: bigint
  costNanos: bigint
  /** Revenue less cost. */
  marginNanos: bigint
}

export interface BusinessBucket {
  /** A day as the zone's calendar has it (`2026-11-22`), or the start of an hour (`2026-11-22T08:00:00Z`). */
  key: string
  startsAt: Date
  totals: BusinessTotals
  previous: BusinessTotals | null
}

export interface OperatorHome extends Exposure {
  /** By whose clock days are cut. */
  timeZone: string
  bucket: BucketSize
  totals: BusinessTotals & Percentiles
  previous: BusinessTotals & Percentiles
  /** Every hour or day of the period up to now. */
  series: BusinessBucket[]
  /** At most eight each, by revenue. */
  topModels: { model: string; totals: BusinessTotals; previous: BusinessTotals }[]
  topTeams: (TeamUse & { name: string })[]
  /** Those that fail now, and those without a model to serve. */
  channelsInTrouble: ChannelOverview[]
  /** Sold, and without an enabled channel. */
  unservedModels: string[]
}
