import { type RawBuilder, sql } from 'kysely'
import type { ReaderSight } from '#lib/portal/acting/run-verb'
import type { Cuts } from '#lib/portal/usage/cut-buckets'
import { boundsOf, type Grouping, type PlacedSums, sumColumns, sumPlaced } from '#lib/portal/usage/sum-placed'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface TeamUsageFilter {
  teamId: string
  /** No filter when left out or empty. */
  keyIds?: readonly string[]
  models?: readonly string[]
}

/**
 * A team's use in both spans of the cuts, grouped in every way asked for. Whole hours come from the hourly sums, hours that a cut
 * divides from the quarter-hour roll-ups, and what is not folded yet from the request rows.
 */
export async function sumTeamUsage(
  transaction: RoleTransaction,
  sight: ReaderSight,
  filter: TeamUsageFilter,
  cuts: Cuts,
  groupings: readonly Grouping[],
): Promise<PlacedSums[]> {
  const { teamId } = filter
  const { from, firstHour, to, split } = boundsOf(cuts)
  const cost = sight === 'operator'
  const watermark = await readWatermark(transaction)
  const matches = filterOf(filter)
  const used = sql`
    select hour as at, key_id, model, ${sumColumns(cost)} from usage.key_hours
    where team_id = ${teamId} and hour >= ${firstHour} and hour < ${to} and hour <> all (${split}::timestamptz[]) and ${matches}
    union all
    select quarter, key_id, model, ${sumColumns(cost)} from usage.rollups
    where team_id = ${teamId} and quarter >= ${from} and quarter < ${to} and date_trunc('hour', quarter, 'UTC') = any (${split}::timestamptz[])
      and ${split.length > 0} and ${matches}
    union all
    select at, key_id, model, ${sumColumns(cost)} from (${tailOf({ watermark, teamId, from, to, cost })}) as tail
    where at <> all (${split}::timestamptz[]) and ${matches}`
  return sumPlaced(transaction, cuts, used, groupings)
}

function filterOf({ keyIds = [], models = [] }: TeamUsageFilter): RawBuilder<unknown> {
  const key = keyIds.length === 0 ? sql`true` : sql`key_id = any (${keyIds}::uuid[])`
  const model = models.length === 0 ? sql`true` : sql`model = any (${models}::text[])`
  return sql`${key} and ${model}`
}
