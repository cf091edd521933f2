import type { Cuts } from '#lib/portal/usage/cut-buckets'
import type { PlacedSums } from '#lib/portal/usage/sum-placed'
import { toTotals, type UsageBucket, type UsageTotals } from '#lib/portal/usage/usage-totals'

/** The bars of a chart out of sums by bar: those without use are zero, each beside the one at its place of the period before. */
export function toBuckets(cuts: Pick<Cuts, 'buckets' | 'previousBuckets'>, rows: readonly PlacedRow[]): UsageBucket[] {
  const places = Map.groupBy(rows, (row) => `${row.is_previous} ${row.place}`)
  const at = (isPrevious: boolean, place: number) => toTotals(places.get(`${isPrevious} ${place}`) ?? [])
  return cuts.buckets.map((bucket, place) => ({
    ...bucket,
    totals: at(false, place),
    previous: place < cuts.previousBuckets.length ? at(true, place) : null,
  }))
}

export type PlacedRow = Omit<PlacedSums, 'model' | 'key_id'>

/** One set of sums and what it was in the period before. */
export interface Compared {
  totals: UsageTotals
  previous: UsageTotals
}

export function compare(rows: readonly PlacedRow[]): Compared {
  return {
    totals: toTotals(rows.filter((row) => !row.is_previous)),
    previous: toTotals(rows.filter((row) => row.is_previous)),
  }
}

/** Sums by model or key, the largest spending first, then the most requests. */
export function rank<Row extends PlacedRow>(rows: readonly Row[], groupOf: (row: Row) => string): (Compared & { group: string })[] {
  return [...Map.groupBy(rows, groupOf)]
    .map(([group, of]) => ({ group, ...compare(of) }))
    .sort((a, b) => compareTotals(b.totals, a.totals) || (a.group < b.group ? -1 : 1))
}

function compareTotals(a: UsageTotals, b: UsageTotals): number {
  if (a.spentNanos !== b.spentNanos) return a.spentNanos < b.spentNanos ? -1 : 1
  return a.requests - b.requests
}
