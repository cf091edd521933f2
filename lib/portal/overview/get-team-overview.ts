import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { readOwnBalance } from '#lib/portal/credits/read-own-balance'
import { readFirstRequestAt, readPace } from '#lib/portal/overview/read-pace'
import type { TeamOverview } from '#lib/portal/overview/team-overview'
import { type BucketSize, cutBuckets, type Span } from '#lib/portal/usage/cut-buckets'
import { readKeyNames } from '#lib/portal/usage/read-key-names'
import { readPercentiles } from '#lib/portal/usage/read-percentiles'
import { sumTeamUsage } from '#lib/portal/usage/sum-team-usage'
import { compare, rank, toBuckets } from '#lib/portal/usage/to-buckets'

export interface GetTeamOverviewInput {
  teamId: string
  /** From inclusive, to exclusive, in whole quarter hours. */
  from: Date
  to: Date
  /** What the period is compared with; ends before it starts. */
  previous: Span
  now: Date
  /** Hours up to two days, days beyond, when left out. */
  bucket?: BucketSize
}

const topCount = 5

/** A team at a glance: what is left and for how long, what was used, by whom and of what, beside the period before. */
export function getTeamOverview(actor: Actor, input: GetTeamOverviewInput): Promise<TeamOverview> {
  const { teamId, now } = input
  return reading(actor, 'usage.read', teamId, async (transaction, sight) => {
    const team = await transaction.selectFrom('core.teams').select('time_zone').where('id', '=', teamId).executeTakeFirstOrThrow()
    const cuts = await cutBuckets(transaction, { ...input, timeZone: team.time_zone })
    const rows = await sumTeamUsage(transaction, sight, { teamId }, cuts, ['bucket', 'model', 'key'])
    const balance = await readOwnBalance(transaction, sight, teamId)
    const firstRequestAt = await readFirstRequestAt(transaction, teamId)
    const names = await readKeyNames(transaction, teamId)
    const byBucket = rows.filter((row) => row.place !== null)
    const { totals, previous } = compare(byBucket)
    const nameOf = (keyId: string) => names.get(keyId) ?? { keyId, name: keyId, label: keyId, display: '', deleted: true }
    return {
      timeZone: team.time_zone,
      bucket: cuts.size,
      balance,
      pace: await readPace(transaction, { teamId, firstRequestAt, availableNanos: balance.availableNanos, now }),
      hasRequests: firstRequestAt !== null,
      totals: { ...totals, ...(await readPercentiles(transaction, cuts.period, teamId)) },
      previous: { ...previous, ...(await readPercentiles(transaction, cuts.previous, teamId)) },
      series: toBuckets(cuts, byBucket),
      topModels: rank(
        rows.filter((row) => row.model !== null),
        (row) => row.model ?? '',
      )
        .filter((row) => row.totals.requests > 0)
        .slice(0, topCount)
        .map(({ group, ...compared }) => ({ model: group, ...compared })),
      topKeys: rank(
        rows.filter((row) => row.key_id !== null),
        (row) => row.key_id ?? '',
      )
        .filter((row) => row.totals.requests > 0)
        .slice(0, topCount)
        .map(({ group, ...compared }) => ({ ...nameOf(group), ...compared })),
    }
  })
}
