import { sql } from 'kysely'
import { type ChannelStanding, type ChannelTestRecord, noStanding } from '#lib/portal/channels/channel-standing'
import { countFailovers, readFailures } from '#lib/portal/channels/read-failures'
import { countByChannel } from '#lib/portal/usage/count-by-channel'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** The percentile is taken over so many of the latest requests: exact over a day of a busy installation costs too much. */
const sampledRequests = 5_000

/** How each of these channels has done since a moment. */
export async function readStandings(
  transaction: RoleTransaction,
  channelIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, ChannelStanding>> {
  if (channelIds.length === 0) return new Map()
  const counts = await countByChannel(transaction, since)
  const latencies = await readLatencies(transaction, since)
  const failovers = await countFailovers(transaction, since)
  const failures = await readFailures(transaction, { channelIds, since, perChannel: 1 })
  const tests = await readTests(transaction, channelIds)
  return new Map(
    channelIds.map((id) => [
      id,
      {
        ...noStanding,
        ...counts.get(id),
        failovers: failovers.get(id) ?? 0,
        p95LatencyMs: latencies.get(id) ?? null,
        lastFailure: failures.get(id)?.[0] ?? null,
        lastTest: tests.get(id)?.[0] ?? null,
      },
    ]),
  )
}

async function readLatencies(transaction: RoleTransaction, since: Date): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ channel_id: string; p95: number }>`
    select channel_id, percentile_disc(0.95) within group (order by latency_ms) as p95
    from (
      select channel_id, latency_ms, status from usage.requests where started_at >= ${since} order by id desc limit ${sampledRequests}
    ) as latest
    where channel_id is not null and latency_ms is not null and status = 'succeeded'
    group by channel_id
  `.execute(transaction)
  return new Map(rows.map((row) => [row.channel_id, row.p95]))
}

/** The last test of each model of these channels, newest first. */
export async function readTests(
  transaction: RoleTransaction,
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, ChannelTestRecord[]>> {
  const rows = await transaction
    .selectFrom('core.channel_tests')
    .selectAll()
    .where('channel_id', 'in', channelIds)
    .orderBy('tested_at', 'desc')
    .execute()
  const byChannel = new Map<string, ChannelTestRecord[]>()
  for (const row of rows) {
    const test = {
      model: row.model,
      ok: row.ok,
      httpStatus: row.http_status,
      latencyMs: row.latency_ms,
      error: row.error,
      testedAt: row.tested_at,
    }
    byChannel.set(row.channel_id, [...(byChannel.get(row.channel_id) ?? []), test])
  }
  return byChannel
}
