import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import type { KeyUse } from '#lib/portal/keys/arrange-keys'

interface KeyUseRow {
  key_id: string
  last_used_at: Date | null
  month_nanos: bigint
  total_nanos: bigint
}

/** What each key of a team was used for, by the key's id; months start by the given zone's clock. */
export async function readKeyUse(actor: Actor, input: { teamId: string; timeZone: string; now: Date }): Promise<Map<string, KeyUse>> {
  const { rows } = await reading(actor, 'usage.read', input.teamId, (transaction) =>
    sql<KeyUseRow>`
      select k.id as key_id, r.started_at as last_used_at, coalesce(s.month_nanos, 0)::bigint as month_nanos, coalesce(s.total_nanos, 0)::bigint as total_nanos
      from core.api_keys k
      left join (
        select key_id, sum(charge_nanos - refunded_nanos) as total_nanos,
          sum(charge_nanos - refunded_nanos) filter (where quarter >= date_trunc('month', ${input.now}::timestamptz, ${input.timeZone})) as month_nanos
        from usage.rollups where team_id = ${input.teamId} group by key_id
      ) s on s.key_id = k.id
      left join lateral (select started_at from usage.requests where key_id = k.id order by id desc limit 1) r on true
      where k.team_id = ${input.teamId} and k.status <> 'deleted'
    `.execute(transaction),
  )
  return new Map(
    rows.map((row) => [row.key_id, { lastUsedAt: row.last_used_at, monthNanos: row.month_nanos, totalNanos: row.total_nanos }]),
  )
}
