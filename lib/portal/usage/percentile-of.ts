/** Counts by bucket, the first at index 0; the bounds are those of `usage.latency_bucket` in the database. */
export type Histogram = readonly number[]

const firstBoundMs = 8
const bucketsPerDoubling = 4

/**
 * About the value below which this share lies: within its bucket each is taken to stand in the middle of its own part
 * (by ratio), so that one alone is not told as its bucket's upper bound. Null when nothing was counted.
 */
export function percentileOf(counts: Histogram, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(total * share))
  let passed = 0
  for (const [index, count] of counts.entries()) {
    if (count > 0 && passed + count >= rank) return Math.round(boundAt(index + (rank - passed - 0.5) / count))
    passed += count
  }
  return null
}

const boundAt = (buckets: number) => firstBoundMs * 2 ** (buckets / bucketsPerDoubling)
