import { sql } from 'kysely'
import type { Span } from '#lib/portal/usage/cut-buckets'
import { type Histogram, percentileOf } from '#lib/portal/usage/percentile-of'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { Percentiles } from '#lib/portal/usage/usage-totals'
import type { RoleTransaction } from '#lib/shared/database/as-role'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const bucketCount = 64
const everyone = '00000000-0000-0000-0000-000000000000'

interface BucketRow {
  bucket: number
  latency: bigint
  ttft: bigint
}

/** Percentiles of a span, of one team or of the whole installation: whole days from the sums by day, the rest by the hour. */
export async function readPercentiles(transaction: RoleTransaction, span: Span, teamId?: string): Promise<Percentiles> {
  const from = floorTo(span.from, hourMs)
  const to = ceilTo(span.to, hourMs)
  const firstDay = ceilTo(from, dayMs)
  const lastDay = floorTo(to, dayMs)
  const [endOfHours, startOfHours] = firstDay < lastDay ? [firstDay, lastDay] : [to, to]
  const watermark = await readWatermark(transaction)
  const { rows } = await sql<BucketRow>`
    with counted as (
      select latency, ttft from usage.latencies where subject_id = ${teamId ?? everyone} and grain = 'hour' and starts_at >= ${from} and starts_at < ${endOfHours}
      union all
      select latency, ttft from usage.latencies where subject_id = ${teamId ?? everyone} and grain = 'day' and starts_at >= ${firstDay} and starts_at < ${lastDay}
      union all
      select latency, ttft from usage.latencies where subject_id = ${teamId ?? everyone} and grain = 'hour' and starts_at >= ${startOfHours} and starts_at < ${to}
    ),
    fresh as (${tailOf({ watermark, teamId, from, to, cost: false })})
    select bucket::integer as bucket, sum(latency)::bigint as latency, sum(ttft)::bigint as ttft
    from (
      select u.bucket, u.latency, u.ttft from counted c cross join lateral unnest(c.latency, c.ttft) with ordinality as u(latency, ttft, bucket)
      union all
      select usage.latency_bucket(latency_ms), 1, 0 from fresh where latency_ms is not null
      union all
      select usage.latency_bucket(ttft_ms), 0, 1 from fresh where ttft_ms is not null
    ) as b
    group by 1
  `.execute(transaction)
  const latency = histogramOf(rows, (row) => row.latency)
  const ttft = histogramOf(rows, (row) => row.ttft)
  return {
    p50LatencyMs: percentileOf(latency, 0.5),
    p95LatencyMs: percentileOf(latency, 0.95),
    p50TtftMs: percentileOf(ttft, 0.5),
    p95TtftMs: percentileOf(ttft, 0.95),
  }
}

function histogramOf(rows: readonly BucketRow[], count: (row: BucketRow) => bigint): Histogram {
  const counts = Array.from({ length: bucketCount }, () => 0)
  for (const row of rows) counts[row.bucket - 1] = Number(count(row))
  return counts
}

const floorTo = (at: Date, unitMs: number) => new Date(Math.floor(at.getTime() / unitMs) * unitMs)
const ceilTo = (at: Date, unitMs: number) => new Date(Math.ceil(at.getTime() / unitMs) * unitMs)
