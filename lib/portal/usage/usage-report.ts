import type { BucketSize } from '#lib/portal/usage/cut-buckets'
import type { KeyName } from '#lib/portal/usage/read-key-names'
import type { UsageBucket, UsageTotals } from '#lib/portal/usage/usage-totals'

export const reportGroups = ['day', 'hour', 'model', 'key'] as const
export type ReportGroup = (typeof reportGroups)[number]

/** One line of the table. */
export interface UsageReportRow {
  /** The bar's key (`2026-11-22`, `2026-11-22T08:00:00Z`), the model, or the key's id. */
  group: string
  /** When the bar starts; null for models and keys. */
  startsAt: Date | null
  /** The key; null for all else. */
  key: KeyName | null
  totals: UsageTotals
  /** The same model or key in the period before, or the bar at the same place of it; null where it has none. */
  previous: UsageTotals | null
}

/** One band of a stacked chart: a model or key, or all but the largest five together. */
export interface UsageBand {
  /** Null stands for all the others. */
  group: string | null
  key: KeyName | null
  /** One for each bar. */
  points: UsageTotals[]
}

export interface UsageReport {
  /** By whose clock days are cut. */
  timeZone: string
  groupBy: ReportGroup
  /** How wide the bars of the chart are. */
  bucket: BucketSize
  totals: UsageTotals
  previous: UsageTotals
  /** Time groups in order, every bar up to now; models and keys by spending, those of the period before included. */
  rows: UsageReportRow[]
  /** The bars of the chart, whatever the table is grouped by. */
  series: UsageBucket[]
  /** For models and keys: the same bars, taken apart; empty for days and hours. */
  bands: UsageBand[]
  /** What there is to filter by: every key of the team, and the models used in either period without any filter. */
  choices: { keys: KeyName[]; models: string[] }
}
