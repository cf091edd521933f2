import { useFormatter } from 'next-intl'

type Formatter = ReturnType<typeof useFormatter>

const secondsFromMs = 1000

/** `320 ms`, `1.24 s`: three figures are as exact as a percentile is. */
export function durationText(format: Formatter, ms: number): string {
  if (ms < secondsFromMs) return `${format.number(Math.round(ms))} ms`
  return `${format.number(ms / 1000, { maximumFractionDigits: ms < 10_000 ? 2 : 1 })} s`
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
