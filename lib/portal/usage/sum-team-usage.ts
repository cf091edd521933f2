import { type RawBuilder, sql } from 'kysely'
import type { ReaderSight } from '#lib/portal/acting/run-verb'
import type { Cuts } from '#lib/portal/usage/cut-buckets'
import { type Grouping, type Pieces, piecesOf, type PlacedSums, quartersOf, sumColumns, sumPlaced } from '#lib/portal/usage/sum-placed'
import { readWatermark, tailOf } from '#lib/portal/usage/tail'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface TeamUsageFilter {
  teamId: string
  /** No filter when left out or empty. */
  keyIds?: readonly string[]
  models?: readonly string[]
}

/**
 * A team's use in both spans of the cuts, grouped in every way asked for, each from the coarsest sums that tell it: bars of
 * everything from the team's own, models and keys from their days, and only what is cut both ways from their hours.
 */
export async function sumTeamUsage(
  transaction: RoleTransaction,
  sight: ReaderSight,
  filter: TeamUsageFilter,
  cuts: Cuts,
  groupings: readonly Grouping[],
): Promise<PlacedSums[]> {
  const isFiltered = (filter.keyIds?.length ?? 0) + (filter.models?.length ?? 0) > 0
  const cost = sight === 'operator'
  const watermark = await readWatermark(transaction)
  const sum = async (wanted: (grouping: Grouping) => boolean, edgesOnly: boolean, ofTeam: boolean) => {
    const chosen = groupings.filter(wanted)
    if (chosen.length === 0) return []
    const pieces = piecesOf(cuts, edgesOnly)
    const settled = ofTeam ? fromTeam(filter.teamId, pieces, cost) : fromKeys(filter, pieces, cost)
    return sumPlaced(transaction, cuts, sql`${settled} union all ${notFolded(filter, pieces, cost, watermark)}`, chosen)
  }
  return [
    ...(await sum((grouping) => grouping === 'bucket' && !isFiltered, false, true)),
    ...(await sum((grouping) => grouping === 'model' || grouping === 'key', true, false)),
    ...(await sum((grouping) => grouping.startsWith('bucket_') || (grouping === 'bucket' && isFiltered), false, false)),
  ]
}

function fromTeam(teamId: string, { firstDay, to, dividedDays, wholeHours }: Pieces, cost: boolean): RawBuilder<unknown> {
  const totals = sql`select starts_at as at, null::uuid as key_id, null::text as model, ${sumColumns(cost)} from usage.team_totals where team_id = ${teamId}`
  return sql`
    ${totals} and grain = 'day' and starts_at >= ${firstDay} and starts_at < ${to} and starts_at <> all (${dividedDays}::timestamptz[])
    union all
    ${totals} and grain = 'hour' and starts_at = any (${wholeHours}::timestamptz[])`
}

function fromKeys(filter: TeamUsageFilter, { firstDay, to, dividedDays, wholeHours }: Pieces, cost: boolean): RawBuilder<unknown> {
  return sql`
    select day as at, key_id, model, ${sumColumns(cost)} from usage.key_days
    where team_id = ${filter.teamId} and day >= ${firstDay} and day < ${to} and day <> all (${dividedDays}::timestamptz[]) and ${matches(filter)}
    union all
    select hour, key_id, model, ${sumColumns(cost)} from usage.key_hours
    where team_id = ${filter.teamId} and hour = any (${wholeHours}::timestamptz[]) and ${matches(filter)}`
}

/** Divided hours by the quarter, from the roll-ups, which settlement itself keeps; and of all others what only the rows tell yet. */
function notFolded(filter: TeamUsageFilter, pieces: Pieces, cost: boolean, watermark: bigint): RawBuilder<unknown> {
  const { teamId } = filter
  const { from, to, dividedHours } = pieces
  return sql`
    select quarter, key_id, model, ${sumColumns(cost)} from usage.rollups
    where team_id = ${teamId} and quarter >= ${from} and quarter < ${to} and quarter = any (${quartersOf(dividedHours)}::timestamptz[]) and ${matches(filter)}
    union all
    select at, key_id, model, ${sumColumns(cost)} from (${tailOf({ watermark, teamId, from, to, cost })}) as tail
    where at <> all (${dividedHours}::timestamptz[]) and ${matches(filter)}`
}

function matches({ keyIds = [], models = [] }: TeamUsageFilter): RawBuilder<unknown> {
  const key = keyIds.length === 0 ? sql`true` : sql`key_id = any (${keyIds}::uuid[])`
  const model = models.length === 0 ? sql`true` : sql`model = any (${models}::text[])`
  return sql`${key} and ${model}`
}
