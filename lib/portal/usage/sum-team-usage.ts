import { type RawBuilder, sql } from 'kysely'
import type { ReaderSight } from '#lib/portal/acting/run-verb'
import type { Cuts } from '#lib/portal/usage/cut-buckets'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { SumColumns } from '#lib/portal/usage/usage-totals'
import type { RoleTransaction } from '#lib/shared/database/as-role'

const hourMs = 3_600_000

export interface TeamUsageFilter {
  teamId: string
  /** No filter when left out or empty. */
  keyIds?: readonly string[]
  models?: readonly string[]
}

/** Sums of one set of the grouping: of a bar, of a model, of a key, or of a bar and a model or key. */
export interface TeamSumRow extends SumColumns {
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

/**
 * A team's use in both spans of the cuts, grouped in every way asked for in one look. Whole hours come from the hourly sums, hours
 * that a cut divides from the quarter-hour roll-ups, and what is not folded yet from the request rows.
 */
export async function sumTeamUsage(
  transaction: RoleTransaction,
  sight: ReaderSight,
  filter: TeamUsageFilter,
  cuts: Cuts,
  groupings: readonly Grouping[],
): Promise<TeamSumRow[]> {
  const starts = [...cuts.previousBuckets, ...cuts.buckets].map(({ startsAt }) => startsAt)
  const split = hoursDivided([...starts, cuts.period.from, cuts.period.to, cuts.previous.from, cuts.previous.to])
  const from = new Date(Math.min(cuts.period.from.getTime(), cuts.previous.from.getTime()))
  const to = new Date(Math.max(cuts.period.to.getTime(), cuts.previous.to.getTime()))
  const firstHour = new Date(Math.floor(from.getTime() / hourMs) * hourMs)
  const watermark = await readWatermark(transaction)
  const cost = sight === 'operator' ? sql`cost_nanos` : sql`null::bigint`
  const summed = sql`requests, failures, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_tokens, image_tokens,
    charge_nanos, refunded_nanos, ${cost} as cost_nanos, latency_ms_sum, ttft_ms_sum, ttft_count`
  const matches = filterOf(filter)
  const has = (part: 'bucket' | 'model' | 'key') => groupings.some((grouping) => grouping.includes(part))
  const { rows } = await sql<TeamSumRow>`
    with used as (
      select hour as at, key_id, model, ${summed} from usage.key_hours
      where team_id = ${filter.teamId} and hour >= ${firstHour} and hour < ${to} and hour <> all (${split}::timestamptz[]) and ${matches}
      union all
      select quarter, key_id, model, ${summed} from usage.rollups
      where team_id = ${filter.teamId} and quarter >= ${from} and quarter < ${to} and date_trunc('hour', quarter, 'UTC') = any (${split}::timestamptz[])
        and ${split.length > 0} and ${matches}
      union all
      select at, key_id, model, ${summed} from (${tailOf({ watermark, teamId: filter.teamId, from, to, cost: sight === 'operator' })}) as tail
      where at <> all (${split}::timestamptz[]) and ${matches}
    ),
    placed as (
      select at < ${cuts.period.from} as is_previous,
        case when at < ${cuts.period.from} then width_bucket(at, ${thresholds(cuts.previousBuckets)}) else width_bucket(at, ${thresholds(cuts.buckets)}) end as place, *
      from used
      where (at >= ${cuts.period.from} and at < ${cuts.period.to}) or (at >= ${cuts.previous.from} and at < ${cuts.previous.to})
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

/** The hours (their starts) that one of these moments falls inside of. */
function hoursDivided(moments: readonly Date[]): Date[] {
  const hours = moments.filter((at) => at.getTime() % hourMs !== 0).map((at) => Math.floor(at.getTime() / hourMs) * hourMs)
  return [...new Set(hours)].map((hour) => new Date(hour))
}

/** At least one threshold: an empty array has no bucket to fall into. */
function thresholds(buckets: readonly { startsAt: Date }[]): RawBuilder<unknown> {
  const starts = buckets.map(({ startsAt }) => startsAt)
  return sql`${starts.length === 0 ? [new Date(0)] : starts}::timestamptz[]`
}

function filterOf({ keyIds = [], models = [] }: TeamUsageFilter): RawBuilder<unknown> {
  const key = keyIds.length === 0 ? sql`true` : sql`key_id = any (${keyIds}::uuid[])`
  const model = models.length === 0 ? sql`true` : sql`model = any (${models}::text[])`
  return sql`${key} and ${model}`
}
