import type { UsageSum } from '#lib/portal/usage/usage-row'

/** What a stretch of time came to. */
export interface UsageTotals extends Omit<UsageSum, 'group'> {
  /** Charges less what was refunded of them. */
  spentNanos: bigint
}

/** Percentiles out of a histogram whose buckets are a fifth wide; over whole hours. Null without any request that tells. */
export interface Percentiles {
  p50LatencyMs: number | null
  p95LatencyMs: number | null
  p50TtftMs: number | null
  p95TtftMs: number | null
}

/** One bar of a chart: a day or an hour, with the one at the same place of the period before. */
export interface UsageBucket {
  /** A day as the zone's calendar has it (`2026-11-22`), or the start of an hour (`2026-11-22T08:00:00Z`). */
  key: string
  startsAt: Date
  totals: UsageTotals
  previous: UsageTotals | null
}

/** Sums as the database adds them; every column it has is one of these. */
export interface SumColumns {
  requests: bigint
  failures: bigint
  input_tokens: bigint
  cache_read_tokens: bigint
  cache_write_tokens: bigint
  output_tokens: bigint
  reasoning_tokens: bigint
  audio_tokens: bigint
  image_tokens: bigint
  charge_nanos: bigint
  refunded_nanos: bigint
  cost_nanos: bigint | null
  latency_ms_sum: bigint
  ttft_ms_sum: bigint
  ttft_count: bigint
}

const noSums: SumColumns = {
  requests: 0n,
  failures: 0n,
  input_tokens: 0n,
  cache_read_tokens: 0n,
  cache_write_tokens: 0n,
  output_tokens: 0n,
  reasoning_tokens: 0n,
  audio_tokens: 0n,
  image_tokens: 0n,
  charge_nanos: 0n,
  refunded_nanos: 0n,
  cost_nanos: null,
  latency_ms_sum: 0n,
  ttft_ms_sum: 0n,
  ttft_count: 0n,
}

const columns = Object.keys(noSums) as (keyof SumColumns)[]

export function addSums(rows: readonly SumColumns[]): SumColumns {
  const total = { ...noSums }
  for (const row of rows) {
    for (const column of columns) {
      const value = row[column]
      if (value !== null) total[column] = (total[column] ?? 0n) + value
    }
  }
  return total
}

export function toTotals(rows: readonly SumColumns[]): UsageTotals {
  const sum = addSums(rows)
  return {
    requests: Number(sum.requests),
    failures: Number(sum.failures),
    inputTokens: Number(sum.input_tokens),
    cacheReadTokens: Number(sum.cache_read_tokens),
    cacheWriteTokens: Number(sum.cache_write_tokens),
    outputTokens: Number(sum.output_tokens),
    reasoningTokens: Number(sum.reasoning_tokens),
    audioTokens: Number(sum.audio_tokens),
    imageTokens: Number(sum.image_tokens),
    chargeNanos: sum.charge_nanos,
    refundedNanos: sum.refunded_nanos,
    spentNanos: sum.charge_nanos - sum.refunded_nanos,
    costNanos: sum.cost_nanos,
    averageLatencyMs: average(sum.latency_ms_sum, sum.requests),
    averageTtftMs: average(sum.ttft_ms_sum, sum.ttft_count),
  }
}

function average(sum: bigint, count: bigint): number | null {
  return count === 0n ? null : Math.round(Number(sum) / Number(count))
}
