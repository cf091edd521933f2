import { type ReportGroup, reportGroups } from '#lib/portal/usage/usage-report'
import { parseId } from '#lib/shared/ids'
import { type Period, readPeriod } from '../../../_period/read-period'
import { daysBetween } from '../../../_period/zone-days'
import { type Query, readMany, readOne } from '../../../_ui/read-query'

export const metrics = ['spend', 'requests', 'tokens', 'latency'] as const
export type Metric = (typeof metrics)[number]

export interface UsageQuery {
  period: Period
  groupBy: ReportGroup
  metric: Metric
  compare: boolean
  /** Database ids; shown ids of no key are left out. */
  keyIds: string[]
  models: string[]
}

/** Hours of more days than this are too many to draw or read. */
export const hourlyDays = 7

/** What the address asks the page to show; the export reads the same. */
export function readUsageQuery(query: Query, { timeZone, now }: { timeZone: string; now: Date }): UsageQuery {
  const period = readPeriod(query, { timeZone, now, fallback: '30d' })
  const asked = reportGroups.find((group) => group === readOne(query, 'group')) ?? period.bucket
  return {
    period,
    groupBy: asked === 'hour' && !allowsHours(period) ? 'day' : asked,
    metric: metrics.find((metric) => metric === readOne(query, 'metric')) ?? 'spend',
    compare: readOne(query, 'compare') === '1',
    keyIds: readMany(query, 'key').flatMap((shown) => parseId('key', shown) ?? []),
    models: readMany(query, 'model'),
  }
}

export function allowsHours({ firstDay, lastDay }: Period): boolean {
  return daysBetween(firstDay, lastDay) < hourlyDays
}
