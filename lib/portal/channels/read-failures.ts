import { sql } from 'kysely'
import type { ChannelFailure } from '#lib/portal/channels/channel-standing'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { errorTable } from '#lib/shared/errors'

/** Codes that lay a failure at an upstream's door. */
export const upstreamCodes: readonly string[] = Object.entries(errorTable)
  .filter(([, row]) => row.owner === 'upstream')
  .map(([code]) => code)

/** However many requests went to a second channel: so many of the latest are looked through. */
const latestFailovers = 2_000

interface FailureRow {
  channel_id: string
  id: string
  started_at: Date
  model: string
  code: string
  http_status: number | null
  recovered: boolean
}

/** The latest failures of each of these channels since a moment, newest first, at most `perChannel` each. */
export async function readFailures(
  transaction: RoleTransaction,
  { channelIds, since, perChannel }: { channelIds: readonly string[]; since: Date; perChannel: number },
): Promise<ReadonlyMap<string, ChannelFailure[]>> {
  const { rows } = await sql<FailureRow>`
    select * from (
      select all_of_them.*, row_number() over (partition by channel_id order by id desc) as place from (
        select c.id as channel_id, r.id, r.started_at, r.model, r.error_code as code, r.http_status::int as http_status, false as recovered
        from unnest(${channelIds}::uuid[]) as c(id)
        cross join lateral (
          select r.id, r.started_at, r.model, r.error_code, (r.attempts -> -1 ->> 'status') as http_status
          from usage.requests r
          where r.channel_id = c.id and r.status in ('failed', 'interrupted') and r.started_at >= ${since} and r.error_code = any (${upstreamCodes})
          order by r.id desc limit ${perChannel}
        ) as r
        union all
        select (a.try ->> 'channel_id')::uuid, r.id, r.started_at, r.model, a.try ->> 'failure', (a.try ->> 'status')::int, r.status = 'succeeded'
        from (
          select id, started_at, model, status, attempts from usage.requests
          where jsonb_array_length(attempts) > 1 and started_at >= ${since} order by id desc limit ${latestFailovers}
        ) as r
        cross join lateral jsonb_array_elements(r.attempts) with ordinality as a(try, place)
        where a.place < jsonb_array_length(r.attempts) and a.try ->> 'failure' = any (${upstreamCodes}) and (a.try ->> 'channel_id')::uuid = any (${channelIds}::uuid[])
      ) as all_of_them
    ) as placed
    where place <= ${perChannel}
    order by id desc
  `.execute(transaction)
  const byChannel = new Map<string, ChannelFailure[]>()
  for (const row of rows) byChannel.set(row.channel_id, [...(byChannel.get(row.channel_id) ?? []), toFailure(row)])
  return byChannel
}

function toFailure(row: FailureRow): ChannelFailure {
  return { requestId: row.id, at: row.started_at, model: row.model, code: row.code, httpStatus: row.http_status, recovered: row.recovered }
}

/** How many tries of these channels failed before another was asked, among the latest such requests since a moment. */
export async function countFailovers(transaction: RoleTransaction, since: Date): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ channel_id: string; failovers: bigint }>`
    select a.try ->> 'channel_id' as channel_id, count(*) as failovers
    from (
      select attempts from usage.requests
      where jsonb_array_length(attempts) > 1 and started_at >= ${since} order by id desc limit ${latestFailovers}
    ) as r
    cross join lateral jsonb_array_elements(r.attempts) with ordinality as a(try, place)
    where a.place < jsonb_array_length(r.attempts) and a.try ->> 'failure' = any (${upstreamCodes})
    group by 1
  `.execute(transaction)
  return new Map(rows.map((row) => [row.channel_id, Number(row.failovers)]))
}
