import type { useFormatter } from 'next-intl'
import type { ChartBucket } from '../_ui/chart'

type Formatter = ReturnType<typeof useFormatter>

interface Bucket {
  key: string
  startsAt: Date
}

/** A chart's buckets in the words of the reader's language and the clock of the team: short for the axis, in full for hover and table. */
export function bucketWords(
  format: Formatter,
  buckets: readonly Bucket[],
  { size, timeZone }: { size: 'hour' | 'day'; timeZone: string },
): ChartBucket[] {
  const day = { month: 'short', day: 'numeric', timeZone } as const
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const
  // Hours of a week are labelled once a day, those of a few days with the day they belong to.
  const hourly = buckets.length > 24 ? ({ weekday: 'short', ...hour } as const) : hour
  const short = size === 'day' || buckets.length > 144 ? day : hourly
  const year = (at: Date | undefined) => format.dateTime(at ?? new Date(), { year: 'numeric', timeZone })
  // The running year goes without saying.
  const inYear = year(buckets[0]?.startsAt) === year(undefined) ? {} : ({ year: 'numeric' } as const)
  const full = size === 'day' ? ({ ...day, ...inYear, weekday: 'short' } as const) : { ...day, ...hour }
  return buckets.map(({ key, startsAt }) => ({ key, label: format.dateTime(startsAt, short), title: format.dateTime(startsAt, full) }))
}
