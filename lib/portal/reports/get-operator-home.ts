import { readExposure } from '#lib/ledger/read-exposure'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { listChannelOverviews } from '#lib/portal/channels/list-channel-overviews'
import { readUnservedModels } from '#lib/portal/models/read-unserved-models'
import type { BusinessTotals, OperatorHome } from '#lib/portal/reports/operator-home'
import { type BucketSize, cutBuckets, type Span } from '#lib/portal/usage/cut-buckets'
import { readPercentiles } from '#lib/portal/usage/read-percentiles'
import { rankTeams, sumInstallationUsage, type TeamUse } from '#lib/portal/usage/sum-installation-usage'
import { compare, rank, toBuckets } from '#lib/portal/usage/to-buckets'
import type { UsageTotals } from '#lib/portal/usage/usage-totals'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface GetOperatorHomeInput {
  /** From inclusive, to exclusive, in whole quarter hours. */
  from: Date
  to: Date
  /** What the period is compared with; ends before it starts. */
  previous: Span
  /** Days are cut by this clock. */
  timeZone: string
  now: Date
  /** Hours up to two days, days beyond, when left out. */
  bucket?: BucketSize
}

const topCount = 8

/** The installation at a glance: what came in and what it cost, what is open, and what wants looking after. */
export async function getOperatorHome(actor: Actor, input: GetOperatorHomeInput): Promise<OperatorHome> {
  const home = await reading(actor, 'home.read', null, async (transaction) => {
    const cuts = await cutBuckets(transaction, input)
    const rows = await sumInstallationUsage(transaction, cuts, ['bucket', 'model'])
    const byBucket = rows.filter((row) => row.place !== null)
    const { totals, previous } = compare(byBucket)
    const models = rank(
      rows.filter((row) => row.model !== null),
      (row) => row.model ?? '',
    )
    return {
      timeZone: cuts.timeZone,
      bucket: cuts.size,
      ...(await readExposure(transaction)),
      totals: { ...toBusiness(totals), ...(await readPercentiles(transaction, cuts.period)) },
      previous: { ...toBusiness(previous), ...(await readPercentiles(transaction, cuts.previous)) },
      series: toBuckets(cuts, byBucket).map((bucket) => ({
        ...bucket,
        totals: toBusiness(bucket.totals),
        previous: bucket.previous && toBusiness(bucket.previous),
      })),
      topModels: models
        .filter((row) => row.totals.requests > 0)
        .slice(0, topCount)
        .map((row) => ({ model: row.group, totals: toBusiness(row.totals), previous: toBusiness(row.previous) })),
      unservedModels: await readUnservedModels(transaction),
      topTeams: await withNames(transaction, await rankTeams(transaction, cuts.period, topCount)),
    }
  })
  const channels = await listChannelOverviews(actor, { now: input.now })
  return { ...home, channelsInTrouble: channels.filter(({ state }) => state === 'failing' || state === 'unready') }
}

function toBusiness(totals: UsageTotals): BusinessTotals {
  const costNanos = totals.costNanos ?? 0n
  return { ...totals, revenueNanos: totals.spentNanos, costNanos, marginNanos: totals.spentNanos - costNanos }
}

async function withNames(transaction: RoleTransaction, teams: readonly TeamUse[]): Promise<OperatorHome['topTeams']> {
  if (teams.length === 0) return []
  const rows = await transaction
    .selectFrom('core.teams')
    .select(['id', 'name'])
    .where(
      'id',
      'in',
      teams.map((team) => team.teamId),
    )
    .execute()
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return teams.map((team) => ({ ...team, name: names.get(team.teamId) ?? '' }))
}
