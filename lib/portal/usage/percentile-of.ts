/** Counts by bucket, the first at index 0; the bounds are those of `usage.latency_bucket` in the database. */
export type Histogram = readonly number[]

const firstBoundMs = 8
const bucketsPerDoubling = 4

/** The value below which this share lies, as if it were spread evenly (by ratio) within its bucket; null when nothing was counted. */
export function percentileOf(counts: Histogram, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(total * share))
  let passed = 0
  for (const [index, count] of counts.entries()) {
    if (count > 0 && passed + count >= rank) return Math.round(boundAt(index + (rank - passed) / count))
    passed += count
  }
  return null
}

const boundAt = (buckets: number) => firstBoundMs * 2 ** (buckets / bucketsPerDoubling)
