import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import { type BucketSize, cutBuckets, type Cuts, type Span } from '#lib/portal/usage/cut-buckets'
import { type KeyName, readKeyNames } from '#lib/portal/usage/read-key-names'
import type { Grouping, PlacedSums } from '#lib/portal/usage/sum-placed'
import { sumTeamUsage } from '#lib/portal/usage/sum-team-usage'
import { compare, rank, toBuckets } from '#lib/portal/usage/to-buckets'
import type { ReportGroup, UsageBand, UsageReport, UsageReportRow } from '#lib/portal/usage/usage-report'
import { toTotals } from '#lib/portal/usage/usage-totals'

export interface GetUsageReportInput {
  teamId: string
  groupBy: ReportGroup
  /** From inclusive, to exclusive, in whole quarter hours. */
  from: Date
  to: Date
  /** What the period is compared with; ends before it starts. */
  previous: Span
  now: Date
  /** How wide the chart's bars are where the table is by model or key; hours up to two days, days beyond, when left out. */
  bucket?: BucketSize
  /** No filter when empty or left out. */
  keyIds?: readonly string[]
  models?: readonly string[]
  /** The team's own when left out. */
  timeZone?: string
}

const bandCount = 5

/** What a team used in a period, line by line and bar by bar, beside the period before. */
export function getUsageReport(actor: Actor, input: GetUsageReportInput): Promise<UsageReport> {
  const { teamId, groupBy } = input
  return reading(actor, 'usage.read', teamId, async (transaction, sight) => {
    const team = await transaction.selectFrom('core.teams').select('time_zone').where('id', '=', teamId).executeTakeFirstOrThrow()
    const bucket = groupBy === 'day' || groupBy === 'hour' ? groupBy : input.bucket
    const cuts = await cutBuckets(transaction, { ...input, bucket, timeZone: input.timeZone ?? team.time_zone })
    const filter = { teamId, keyIds: input.keyIds, models: input.models }
    const isFiltered = (input.keyIds?.length ?? 0) + (input.models?.length ?? 0) > 0
    const rows = await sumTeamUsage(transaction, sight, filter, cuts, groupingsOf(groupBy, isFiltered))
    const unfiltered = isFiltered ? await sumTeamUsage(transaction, sight, { teamId }, cuts, ['model']) : rows
    const names = await readKeyNames(transaction, teamId)
    const byBucket = rows.filter((row) => row.place !== null && row.model === null && row.key_id === null)
    return {
      timeZone: cuts.timeZone,
      groupBy,
      bucket: cuts.size,
      ...compare(byBucket),
      rows: toRows(groupBy, cuts, rows, names),
      series: toBuckets(cuts, byBucket),
      bands: groupBy === 'model' || groupBy === 'key' ? toBands(groupBy, cuts, rows, names) : [],
      choices: { keys: [...names.values()], models: modelsOf(unfiltered) },
    }
  })
}

function groupingsOf(groupBy: ReportGroup, isFiltered: boolean): Grouping[] {
  if (groupBy === 'model') return ['bucket', 'model', 'bucket_model']
  if (groupBy === 'key') return isFiltered ? ['bucket', 'key', 'bucket_key'] : ['bucket', 'key', 'bucket_key', 'model']
  return isFiltered ? ['bucket'] : ['bucket', 'model']
}

function modelsOf(rows: readonly PlacedSums[]): string[] {
  return [...new Set(rows.flatMap((row) => (row.model === null ? [] : [row.model])))].sort()
}

const groupOf = (groupBy: 'model' | 'key') => (row: PlacedSums) => (groupBy === 'model' ? row.model : row.key_id) ?? ''
const nameOf = (names: ReadonlyMap<string, KeyName>, keyId: string): KeyName =>
  names.get(keyId) ?? { keyId, name: keyId, label: keyId, display: '', deleted: true }

function toRows(groupBy: ReportGroup, cuts: Cuts, rows: readonly PlacedSums[], names: ReadonlyMap<string, KeyName>): UsageReportRow[] {
  if (groupBy === 'day' || groupBy === 'hour') {
    const byBucket = rows.filter((row) => row.place !== null)
    return toBuckets(cuts, byBucket).map(({ key, startsAt, totals, previous }) => ({ group: key, startsAt, key: null, totals, previous }))
  }
  const group = groupOf(groupBy)
  const whole = rows.filter((row) => row.place === null && group(row) !== '')
  return rank(whole, group).map((row) => ({
    group: row.group,
    startsAt: null,
    key: groupBy === 'key' ? nameOf(names, row.group) : null,
    totals: row.totals,
    previous: row.previous,
  }))
}

function toBands(groupBy: 'model' | 'key', cuts: Cuts, rows: readonly PlacedSums[], names: ReadonlyMap<string, KeyName>): UsageBand[] {
  const group = groupOf(groupBy)
  const current = rows.filter((row) => !row.is_previous && group(row) !== '')
  const ranked = rank(
    current.filter((row) => row.place === null),
    group,
  ).map((row) => row.group)
  const largest = ranked.length > bandCount + 1 ? ranked.slice(0, bandCount) : ranked
  const byPlace = Map.groupBy(
    current.filter((row) => row.place !== null),
    (row) => row.place,
  )
  const band = (name: string | null, belongs: (row: PlacedSums) => boolean): UsageBand => ({
    group: name,
    key: groupBy === 'key' && name !== null ? nameOf(names, name) : null,
    points: cuts.buckets.map((_, place) => toTotals((byPlace.get(place) ?? []).filter(belongs))),
  })
  const bands = largest.map((name) => band(name, (row) => group(row) === name))
  return ranked.length > largest.length ? [...bands, band(null, (row) => !largest.includes(group(row)))] : bands
}
