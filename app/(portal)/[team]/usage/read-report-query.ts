import { type ReportGroup, reportGroups } from '#lib/portal/usage/usage-report'
import { parseId } from '#lib/shared/ids'
import type { Period } from '../../../_period/read-period'
import { type Query, readMany, readOne } from '../../../_ui/read-query'

export interface ReportQuery {
  groupBy: ReportGroup
  keyIds: string[]
  models: string[]
}

const longestHourlyMs = 32 * 86_400_000

/** What the usage page's address asks for beside the period: `by`, and `key` and `model`, each as often as wanted. */
export function readReportQuery(query: Query, period: Pick<Period, 'from' | 'to'>): ReportQuery {
  const asked = reportGroups.find((group) => group === readOne(query, 'by')) ?? 'day'
  const tooLong = asked === 'hour' && period.to.getTime() - period.from.getTime() > longestHourlyMs
  return {
    groupBy: tooLong ? 'day' : asked,
    keyIds: readMany(query, 'key').flatMap((shown) => parseId('key', shown) ?? []),
    models: readMany(query, 'model'),
  }
}
