import { useFormatter } from 'next-intl'

type Formatter = ReturnType<typeof useFormatter>

/** `320 ms`, `1.24 s`: three figures are as exact as a percentile is. */
export function durationText(format: Formatter, ms: number): string {
  if (ms < 1000) return `${format.number(Math.round(ms))} ms`
  const digits = ms < 10_000 ? 2 : 1
  return `${format.number(ms / 1000, { minimumFractionDigits: digits, maximumFractionDigits: digits })} s`
}

/** A length of time; a dash where there is none to tell. */
export function Duration({ ms }: { ms: number | null }) {
  const format = useFormatter()
  return ms === null ? (
    <span className="text-muted-foreground">–</span>
  ) : (
    <span title={`${format.number(ms)} ms`}>{durationText(format, ms)}</span>
  )
}
