import { sql } from 'kysely'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface KeyActivity {
  /** When its latest settled request began; null before the first. */
  lastUsedAt: Date | null
  /** Charges less refunds since the key was made. */
  totalNanos: bigint
  /** The same since the month began by the team's clock. */
  monthNanos: bigint
  requests: number
}

export const noActivity: KeyActivity = { lastUsedAt: null, totalNanos: 0n, monthNanos: 0n, requests: 0 }

const hourMs = 3_600_000
const dayMs = 24 * hourMs

interface TeamOfKeys {
  team_id: string
  month_start: Date
  key_ids: string[]
}

interface ActivityRow {
  key_id: string
  last_at: Date
  total: bigint
  month: bigint
  requests: bigint
}

/** Last use and spending of these keys, as far as the reader may see them; keys that were never used are left out. */
export async function readKeyActivity(transaction: RoleTransaction, keyIds: readonly string[]): Promise<ReadonlyMap<string, KeyActivity>> {
  if (keyIds.length === 0) return new Map()
  const { rows: teams } = await sql<TeamOfKeys>`
    select k.team_id, date_trunc('month', now() at time zone t.time_zone) at time zone t.time_zone as month_start, array_agg(k.id::text) as key_ids
    from core.api_keys k join core.teams t on t.id = k.team_id where k.id = any (${keyIds}::uuid[]) group by k.team_id, t.time_zone
  `.execute(transaction)
  const activity = new Map<string, KeyActivity>()
  for (const team of teams) {
    for (const row of await readTeamKeys(transaction, team)) {
      activity.set(row.key_id, { lastUsedAt: row.last_at, totalNanos: row.total, monthNanos: row.month, requests: Number(row.requests) })
    }
  }
  return activity
}

/** Where a zone's month begins within an hour, the quarters up to the next full one come from the roll-ups. */
async function readTeamKeys(transaction: RoleTransaction, team: TeamOfKeys): Promise<ActivityRow[]> {
  const firstHour = new Date(Math.ceil(team.month_start.getTime() / hourMs) * hourMs)
  const firstDay = new Date(Math.ceil(team.month_start.getTime() / dayMs) * dayMs)
  const watermark = await readWatermark(transaction)
  const { rows } = await sql<ActivityRow>`
    select key_id, max(last_at) as last_at, sum(total)::bigint as total, sum(month)::bigint as month, sum(requests)::bigint as requests
    from (
      select key_id, last_request_at as last_at, charge_nanos - refunded_nanos as total, 0::bigint as month, requests
      from usage.key_totals where team_id = ${team.team_id}
      union all
      select key_id, null, 0, charge_nanos - refunded_nanos, 0 from usage.key_days where team_id = ${team.team_id} and day >= ${firstDay}
      union all
      select key_id, null, 0, charge_nanos - refunded_nanos, 0 from usage.key_hours
      where team_id = ${team.team_id} and hour >= ${firstHour} and hour < ${firstDay}
      union all
      select key_id, null, 0, charge_nanos - refunded_nanos, 0 from usage.rollups
      where team_id = ${team.team_id} and quarter >= ${team.month_start} and quarter < ${firstHour}
      union all
      select key_id, started_at, charge_nanos - refunded_nanos, case when started_at >= ${firstHour} then charge_nanos - refunded_nanos else 0 end, 1
      from (${tailOf({ watermark, teamId: team.team_id, from: new Date(0), to: new Date(Date.now() + dayMs), cost: false })}) as tail
    ) as used
    where key_id = any (${team.key_ids}::uuid[])
    group by key_id
  `.execute(transaction)
  return rows
}
