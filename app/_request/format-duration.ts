/** Numbers in the reader's language. */
interface NumberFormat {
  number(value: number, options?: { maximumFractionDigits?: number; minimumFractionDigits?: number }): string
}

const thin = '\u2009'

/** A stretch of microseconds with its unit, in three figures or so: `240 µs`, `1.24 ms`, `31.2 ms`, `2.05 s`. */
export function formatDuration(us: number, format: NumberFormat): string {
  if (us < 1000) return `${format.number(us)}${thin}µs`
  if (us < 1_000_000) return `${format.number(us / 1000, { maximumFractionDigits: us < 10_000 ? 2 : us < 100_000 ? 1 : 0 })}${thin}ms`
  return `${format.number(us / 1_000_000, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}${thin}s`
}
