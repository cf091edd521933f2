import { sql } from 'kysely'
import type { Cuts, Span } from '#lib/portal/usage/cut-buckets'
import { type Grouping, piecesOf, type PlacedSums, quartersOf, sumColumns, sumPlaced } from '#lib/portal/usage/sum-placed'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { RoleTransaction } from '#lib/shared/database/as-role'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * What all teams used in both spans of the cuts; for operators, read as `portal`. Keys are not told apart. Of the hours that a
 * cut divides the quarters are named one by one: a comparison stops "as far as now", so three times in four it divides one.
 */
export async function sumInstallationUsage(
  transaction: RoleTransaction,
  cuts: Cuts,
  groupings: readonly Exclude<Grouping, 'key' | 'bucket_key'>[],
): Promise<PlacedSums[]> {
  const { from, to, dividedHours: split } = piecesOf(cuts, false)
  const firstHour = floorTo(from, hourMs)
  const watermark = await readWatermark(transaction)
  const used = sql`
    select hour as at, null::uuid as key_id, model, ${sumColumns(true)} from usage.hourly_totals
    where hour >= ${firstHour} and hour < ${to} and hour <> all (${split}::timestamptz[])
    union all
    select quarter, null, model, ${sumColumns(true)} from usage.quarter_totals
    where quarter = any (${quartersOf(split)}::timestamptz[])
    union all
    select date_bin('15 minutes', started_at, 'epoch'), null, model, ${sumColumns(true)} from (${tailOf({ watermark, from, to, cost: true })}) as tail`
  return sumPlaced(transaction, cuts, used, groupings)
}

export interface TeamUse {
  teamId: string
  requests: number
  failures: number
  spentNanos: bigint
  costNanos: bigint
}

interface TeamUseRow {
  team_id: string
  requests: bigint
  failures: bigint
  spent: bigint
  cost: bigint
}

/** The teams that spent most in a span: whole days from the sums by day, the rest by the hour and, at its ends, by the quarter. */
export async function rankTeams(transaction: RoleTransaction, { from, to }: Span, limit: number): Promise<TeamUse[]> {
  const [firstHour, lastHour] = [ceilTo(from, hourMs), floorTo(to, hourMs)]
  const [firstDay, lastDay] = [ceilTo(from, dayMs), floorTo(to, dayMs)]
  const [endOfHours, startOfHours] = firstDay < lastDay ? [firstDay, lastDay] : [lastHour, lastHour]
  const watermark = await readWatermark(transaction)
  const sums = sql`team_id, requests, failures, charge_nanos - refunded_nanos as spent, cost_nanos as cost`
  const { rows } = await sql<TeamUseRow>`
    select team_id, sum(requests)::bigint as requests, sum(failures)::bigint as failures, sum(spent)::bigint as spent, sum(cost)::bigint as cost
    from (
      select ${sums} from usage.team_totals where grain = 'day' and starts_at >= ${firstDay} and starts_at < ${lastDay}
      union all
      select ${sums} from usage.team_totals where grain = 'hour' and starts_at >= ${firstHour} and starts_at < ${endOfHours}
      union all
      select ${sums} from usage.team_totals where grain = 'hour' and starts_at >= ${startOfHours} and starts_at < ${lastHour}
      union all
      select ${sums} from usage.rollups where quarter >= ${from} and quarter < ${firstHour < to ? firstHour : to}
      union all
      select ${sums} from usage.rollups where quarter >= ${lastHour >= firstHour ? lastHour : to} and quarter < ${to}
      union all
      select ${sums} from (${tailOf({ watermark, from: firstHour, to: lastHour, cost: true })}) as tail
    ) as used
    group by team_id
    order by spent desc, requests desc, team_id
    limit ${limit}
  `.execute(transaction)
  return rows.map((row) => ({
    teamId: row.team_id,
    requests: Number(row.requests),
    failures: Number(row.failures),
    spentNanos: row.spent,
    costNanos: row.cost,
  }))
}

const floorTo = (at: Date, unitMs: number) => new Date(Math.floor(at.getTime() / unitMs) * unitMs)
const ceilTo = (at: Date, unitMs: number) => new Date(Math.ceil(at.getTime() / unitMs) * unitMs)
