import { type RawBuilder, sql } from 'kysely'
import type { CutBucket, Cuts } from '#lib/portal/usage/cut-buckets'
import type { SumColumns } from '#lib/portal/usage/usage-totals'
import type { RoleTransaction } from '#lib/shared/database/as-role'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Sums of one set of the grouping: of a bar, of a model or key, or of a bar and one of them. */
export interface PlacedSums extends SumColumns {
  is_previous: boolean
  /** Place of the bar in `buckets` (or `previousBuckets`); null in sums over the whole span. */
  place: number | null
  model: string | null
  key_id: string | null
}

export type Grouping = 'bucket' | 'model' | 'key' | 'bucket_model' | 'bucket_key'

const groupingSets: Record<Grouping, RawBuilder<unknown>> = {
  bucket: sql`(is_previous, place)`,
  model: sql`(is_previous, model)`,
  key: sql`(is_previous, key_id)`,
  bucket_model: sql`(is_previous, place, model)`,
  bucket_key: sql`(is_previous, place, key_id)`,
}

/** Where to read a span from: whole days, the hours of days that a cut divides, and the quarters of hours that one divides. */
export interface Pieces {
  from: Date
  to: Date
  firstDay: Date
  dividedDays: Date[]
  /** Of divided days, but for the divided ones. */
  wholeHours: Date[]
  dividedHours: Date[]
}

/** @param edgesOnly whether only the ends of the spans matter, not where one bar ends and the next begins */
export function piecesOf({ period, previous, buckets, previousBuckets }: Cuts, edgesOnly: boolean): Pieces {
  const from = new Date(Math.min(period.from.getTime(), previous.from.getTime()))
  const to = new Date(Math.max(period.to.getTime(), previous.to.getTime()))
  const starts = edgesOnly ? [] : [...previousBuckets, ...buckets].map(({ startsAt }) => startsAt)
  const cuts = [...starts, period.from, period.to, previous.from, previous.to].map((at) => at.getTime())
  const dividedDays = dividedBy(cuts, dayMs)
  const dividedHours = dividedBy(cuts, hourMs)
  const wholeHours = dividedDays
    .flatMap((day) => Array.from({ length: 24 }, (_, hour) => day + hour * hourMs))
    .filter((hour) => !dividedHours.includes(hour))
  const dates = (times: number[]) => times.map((at) => new Date(at))
  return {
    from,
    to,
    firstDay: new Date(floorTo(from.getTime(), dayMs)),
    dividedDays: dates(dividedDays),
    wholeHours: dates(wholeHours),
    dividedHours: dates(dividedHours),
  }
}

const floorTo = (at: number, unitMs: number) => Math.floor(at / unitMs) * unitMs

/** The starts of the days, or hours, that one of these moments falls inside of. */
function dividedBy(moments: readonly number[], unitMs: number): number[] {
  return [...new Set(moments.filter((at) => at % unitMs !== 0).map((at) => floorTo(at, unitMs)))]
}

/** Named one by one they are found by index, where a condition on their hour would read the whole span. */
export const quartersOf = (hours: readonly Date[]) =>
  hours.flatMap((hour) => [0, 1, 2, 3].map((quarter) => new Date(hour.getTime() + quarter * 900_000)))

/**
 * Adds up in every way asked for, in one look.
 * @param used a select of `at`, `model`, `key_id` and the columns of sums, over both spans of the cuts at least
 */
export async function sumPlaced(
  transaction: RoleTransaction,
  cuts: Cuts,
  used: RawBuilder<unknown>,
  groupings: readonly Grouping[],
): Promise<PlacedSums[]> {
  const { period, previous } = cuts
  const has = (part: 'bucket' | 'model' | 'key') => groupings.some((grouping) => grouping.includes(part))
  const { rows } = await sql<PlacedSums>`
    with used as (${used}),
    placed as (
      select at < ${period.from} as is_previous,
        case when at < ${period.from} then width_bucket(at, ${thresholds(cuts.previousBuckets)}) else width_bucket(at, ${thresholds(cuts.buckets)}) end as place, *
      from used
      where (at >= ${period.from} and at < ${period.to}) or (at >= ${previous.from} and at < ${previous.to})
    )
    select is_previous, ${has('bucket') ? sql`(place - 1)::integer` : sql`null::integer`} as place, ${has('model') ? sql`model` : sql`null::text`} as model,
      ${has('key') ? sql`key_id` : sql`null::uuid`} as key_id, sum(requests)::bigint as requests, sum(failures)::bigint as failures,
      sum(input_tokens)::bigint as input_tokens, sum(cache_read_tokens)::bigint as cache_read_tokens, sum(cache_write_tokens)::bigint as cache_write_tokens,
      sum(output_tokens)::bigint as output_tokens, sum(reasoning_tokens)::bigint as reasoning_tokens, sum(audio_tokens)::bigint as audio_tokens,
      sum(image_tokens)::bigint as image_tokens, sum(charge_nanos)::bigint as charge_nanos, sum(refunded_nanos)::bigint as refunded_nanos,
      sum(cost_nanos)::bigint as cost_nanos, sum(latency_ms_sum)::bigint as latency_ms_sum, sum(ttft_ms_sum)::bigint as ttft_ms_sum, sum(ttft_count)::bigint as ttft_count
    from placed
    group by grouping sets (${sql.join(groupings.map((grouping) => groupingSets[grouping]))})
  `.execute(transaction)
  return rows
}

/** At least one threshold: an empty array has no bucket to fall into. */
function thresholds(buckets: readonly CutBucket[]): RawBuilder<unknown> {
  const starts = buckets.map(({ startsAt }) => startsAt)
  return sql`${starts.length === 0 ? [new Date(0)] : starts}::timestamptz[]`
}

/** The columns of sums, the cost left out for readers who may not see it. */
export const sumColumns = (cost: boolean): RawBuilder<unknown> =>
  sql`requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens,
    charge_nanos, refunded_nanos, ${cost ? sql`cost_nanos` : sql`null::bigint`} as cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count`
