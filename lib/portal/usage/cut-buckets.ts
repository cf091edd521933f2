import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export type BucketSize = 'hour' | 'day'

/** From inclusive, to exclusive; taken in whole quarter hours, as usage is summed. */
export interface Span {
  from: Date
  to: Date
}

export interface CutBucket {
  key: string
  startsAt: Date
}

/** A period and the one it is compared with, cut into bars by a zone's clock. */
export interface Cuts {
  size: BucketSize
  timeZone: string
  period: Span
  previous: Span
  /** Up to now and not beyond. */
  buckets: CutBucket[]
  previousBuckets: CutBucket[]
}

const quarterMs = 900_000
const dayMs = 86_400_000
const longestMs = 400 * dayMs
const longestHourlyMs = 32 * dayMs

export interface CutInput {
  from: Date
  to: Date
  previous: Span
  /** Hours up to two days, days beyond, when left out. */
  bucket?: BucketSize
  timeZone: string
  now: Date
}

/**
 * @throws TollgateError `invalid_request` for a span that ends before it starts, is longer than 400 days (32 by the hour), or a
 *   zone that does not exist
 */
export async function cutBuckets(transaction: RoleTransaction, input: CutInput): Promise<Cuts> {
  const { timeZone, now } = input
  const size = input.bucket ?? (input.to.getTime() - input.from.getTime() <= 2 * dayMs ? 'hour' : 'day')
  const [period, previous] = [inQuarters(input), inQuarters(input.previous)]
  for (const span of [period, previous]) requireSpan(span, size)
  if (previous.to > period.from)
    throw new TollgateError('invalid_request', { param: 'previous', message: 'previous must end before from.' })
  requireZone(timeZone)
  const { rows } = await sql<{ is_previous: boolean; starts_at: Date; key: string }>`
    select s.is_previous, b.starts_at, case when ${size} = 'day' then to_char(b.wall, 'YYYY-MM-DD') else to_char(b.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end as key
    from (values (false, ${period.from}::timestamptz, ${period.to}::timestamptz), (true, ${previous.from}::timestamptz, ${previous.to}::timestamptz)) as s(is_previous, from_at, to_at)
    cross join lateral (
      select distinct on (starts_at) d.wall, greatest(d.wall at time zone ${timeZone}, s.from_at) as starts_at
      from generate_series(date_trunc('day', s.from_at at time zone ${timeZone}), s.to_at at time zone ${timeZone}, interval '1 day') as d(wall)
      where ${size} = 'day'
      union all
      select null, greatest(h.at, s.from_at)
      from generate_series(date_trunc('hour', s.from_at, ${timeZone}), s.to_at, interval '1 hour') as h(at)
      where ${size} = 'hour'
    ) as b
    where b.starts_at < least(s.to_at, case when s.is_previous then s.to_at else ${now}::timestamptz end)
    order by 1, 2
  `.execute(transaction)
  const of = (wanted: boolean) =>
    rows.filter((row) => row.is_previous === wanted).map(({ key, starts_at }) => ({ key, startsAt: starts_at }))
  return { size, timeZone, period, previous, buckets: of(false), previousBuckets: of(true) }
}

function inQuarters({ from, to }: Span): Span {
  return {
    from: new Date(Math.floor(from.getTime() / quarterMs) * quarterMs),
    to: new Date(Math.ceil(to.getTime() / quarterMs) * quarterMs),
  }
}

function requireSpan({ from, to }: Span, size: BucketSize): void {
  const length = to.getTime() - from.getTime()
  if (length < 0 || length > (size === 'hour' ? longestHourlyMs : longestMs) || Number.isNaN(length)) {
    throw new TollgateError('invalid_request', {
      param: 'from',
      message: 'from must lie before to, at most 400 days before it, and 32 where hours are asked for.',
    })
  }
}

function requireZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new TollgateError('invalid_request', { param: 'time_zone', message: 'time_zone must be an IANA name such as Europe/Berlin.' })
  }
}
