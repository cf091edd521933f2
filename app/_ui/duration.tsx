import { useFormatter } from 'next-intl'

type Formatter = ReturnType<typeof useFormatter>

/** `320 ms`, `1.24 s`. */
export function durationText(format: Formatter, ms: number): string {
  if (ms < 1000) return `${format.number(Math.round(ms))} ms`
  const digits = ms < 10_000 ? 2 : 1
  return `${format.number(ms / 1000, { minimumFractionDigits: digits, maximumFractionDigits: digits })} s`
}

/** `≈ 330 ms`, `≈ 1.6 s`: two figures are as exact as a percentile that is read from buckets. */
export function estimateText(format: Formatter, ms: number): string {
  const told = Number(ms.toPrecision(2))
  if (told < 1000) return `≈ ${format.number(told)} ms`
  const digits = told < 10_000 ? 1 : 0
  return `≈ ${format.number(told / 1000, { minimumFractionDigits: digits, maximumFractionDigits: digits })} s`
}

/** A length of time; a dash where there is none to tell. */
export function Duration({ ms, estimated = false }: { ms: number | null; estimated?: boolean }) {
  const format = useFormatter()
  if (ms === null) return <span className="text-muted-foreground">–</span>
  if (estimated) return <span>{estimateText(format, ms)}</span>
  return <span title={`${format.number(ms)} ms`}>{durationText(format, ms)}</span>
}
