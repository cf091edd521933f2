import { type RawBuilder, sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/**
 * How far the fold had come a moment ago. It only rises, so it may bound the search for what is not folded yet; what decides is
 * the watermark that the summing statement itself reads beside the sums.
 */
export async function readWatermark(transaction: RoleTransaction): Promise<bigint> {
  const state = await transaction.selectFrom('usage.fold_state').select('folded_below').executeTakeFirst()
  return state?.folded_below ?? 0n
}

interface Tail {
  watermark: bigint
  /** Of one team, or of the whole installation. */
  teamId?: string
  from: Date
  to: Date
  /** Whether the reader may see what requests cost. */
  cost: boolean
}

/** Requests that are settled and not folded yet, each as sums of one, by the hour it started in (`at`). */
export function tailOf({ watermark, teamId, from, to, cost }: Tail): RawBuilder<unknown> {
  return sql`
    select date_trunc('hour', started_at, 'UTC') as at, started_at, team_id, key_id, model, ${cost ? sql`channel_id` : sql`null::uuid as channel_id`},
      1::bigint as requests, (status in ('failed', 'interrupted'))::integer::bigint as failures,
      input_tokens, cache_read_tokens, cache_write_5m_tokens + cache_write_1h_tokens as cache_write_tokens, output_tokens, reasoning_tokens,
      audio_in_tokens + audio_out_tokens as audio_tokens, image_tokens, charge_nanos, refunded_nanos, ${cost ? sql`cost_nanos` : sql`null::bigint as cost_nanos`},
      latency_ms, ttft_ms, coalesce(latency_ms, 0)::bigint as latency_ms_sum, coalesce(ttft_ms, 0)::bigint as ttft_ms_sum,
      (ttft_ms is not null)::integer::bigint as ttft_count
    from usage.requests
    where settled_xid >= ${watermark} and settled_xid >= (select folded_below from usage.fold_state) and status <> 'orphaned'
      and started_at >= ${from} and started_at < ${to} and ${teamId === undefined ? sql`true` : sql`team_id = ${teamId}`}`
}
