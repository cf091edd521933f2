import { sql } from 'kysely'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { RoleTransaction } from '#lib/shared/database/as-role'

const hourMs = 3_600_000

export interface ChannelCounts {
  requests: number
  failures: number
}

/** Requests that ended on each channel since a moment (to the quarter hour), and those of them that failed; read as `portal`. */
export async function countByChannel(transaction: RoleTransaction, since: Date): Promise<ReadonlyMap<string, ChannelCounts>> {
  const firstHour = new Date(Math.ceil(since.getTime() / hourMs) * hourMs)
  const watermark = await readWatermark(transaction)
  const { rows } = await sql<{ channel_id: string; requests: bigint; failures: bigint }>`
    select channel_id, sum(requests)::bigint as requests, sum(failures)::bigint as failures
    from (
      select channel_id, requests, failures from usage.hourly_totals where hour >= ${firstHour}
      union all
      select channel_id, requests, failures from usage.rollups where quarter >= ${since} and quarter < ${firstHour}
      union all
      select channel_id, requests, failures
      from (${tailOf({ watermark, from: firstHour, to: new Date(Date.now() + hourMs), cost: true })}) as tail
    ) as used
    where channel_id is not null
    group by channel_id
  `.execute(transaction)
  return new Map(rows.map((row) => [row.channel_id, { requests: Number(row.requests), failures: Number(row.failures) }]))
}
