import { sql } from 'kysely'
import type { Pace } from '#lib/portal/overview/team-overview'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { RoleTransaction } from '#lib/shared/database/as-role'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const paceDays = 7

/** When a team's first request began; null before it. */
export async function readFirstRequestAt(transaction: RoleTransaction, teamId: string): Promise<Date | null> {
  const first = await transaction
    .selectFrom('usage.requests')
    .select('started_at')
    .where('team_id', '=', teamId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return first?.started_at ?? null
}

interface PaceInput {
  teamId: string
  firstRequestAt: Date | null
  availableNanos: bigint
  now: Date
}

/** What a team spends a day, on average over its last seven days, and how long its credit lasts so. */
export async function readPace(transaction: RoleTransaction, input: PaceInput): Promise<Pace | null> {
  const { teamId, firstRequestAt, now } = input
  if (firstRequestAt === null) return null
  const weekAgo = Math.floor((now.getTime() - paceDays * dayMs) / hourMs) * hourMs
  const from = new Date(Math.max(weekAgo, Math.floor(firstRequestAt.getTime() / hourMs) * hourMs))
  const watermark = await readWatermark(transaction)
  const { rows } = await sql<{ spent: bigint }>`
    select coalesce(sum(spent), 0)::bigint as spent from (
      select sum(charge_nanos - refunded_nanos) as spent from usage.team_totals
      where team_id = ${teamId} and grain = 'hour' and starts_at >= ${from}
      union all
      select sum(charge_nanos - refunded_nanos) from (${tailOf({ watermark, teamId, from, to: new Date(now.getTime() + dayMs), cost: false })}) as tail
    ) as parts
  `.execute(transaction)
  return paceOf(rows[0]?.spent ?? 0n, now.getTime() - Math.max(from.getTime(), firstRequestAt.getTime()), input.availableNanos)
}

/** Less than an hour of history counts as an hour, so that a first request does not foretell ruin. */
export function paceOf(spentNanos: bigint, elapsedMs: number, availableNanos: bigint): Pace {
  const nanosPerDay = (spentNanos * BigInt(dayMs)) / BigInt(Math.max(Math.round(elapsedMs), hourMs))
  const days = Math.min(paceDays, Math.floor(elapsedMs / dayMs))
  if (nanosPerDay <= 0n) return { days, nanosPerDay: 0n, daysLeft: null }
  return { days, nanosPerDay, daysLeft: availableNanos <= 0n ? 0 : Number((availableNanos * 1000n) / nanosPerDay) / 1000 }
}
