import type { LimitReading } from '#lib/gateway/limits/limit'

/**
 * `x-ratelimit-*` as OpenAI sends them, of the limit that has least left of each kind. Each name is written out: one that is
 * known at run time only costs each answer more than everything else here.
 */
export function limitHeaders(readings: readonly LimitReading[]): Record<string, string> {
  const headers: Record<string, string> = {}
  const requests = tightestOf(readings, 'requests')
  if (requests) {
    headers['x-ratelimit-limit-requests'] = String(requests.limit.amount)
    headers['x-ratelimit-remaining-requests'] = String(remainingOf(requests))
    headers['x-ratelimit-reset-requests'] = formatReset(requests.resetMs)
  }
  const tokens = tightestOf(readings, 'tokens')
  if (tokens) {
    headers['x-ratelimit-limit-tokens'] = String(tokens.limit.amount)
    headers['x-ratelimit-remaining-tokens'] = String(remainingOf(tokens))
    headers['x-ratelimit-reset-tokens'] = formatReset(tokens.resetMs)
  }
  return headers
}

/** Corrections may have put what was used above the amount. */
export function remainingOf({ limit, used }: LimitReading): number {
  return Math.max(0, limit.amount - used)
}

function tightestOf(readings: readonly LimitReading[], metric: 'requests' | 'tokens'): LimitReading | null {
  let found: LimitReading | null = null
  for (const reading of readings) {
    if (reading.limit.metric !== metric) continue
    const spared = found === null ? Number.POSITIVE_INFINITY : remainingOf(found)
    const remaining = remainingOf(reading)
    if (remaining < spared || (remaining === spared && found !== null && reading.resetMs > found.resetMs)) found = reading
  }
  return found
}

/** `1s`, `6m0s`, `23h0m5s`: whole seconds, never less than is left. */
export function formatReset(ms: number): string {
  const total = Math.ceil(ms / 1_000)
  const hours = Math.floor(total / 3_600)
  const minutes = Math.floor((total % 3_600) / 60)
  const seconds = `${total % 60}s`
  if (hours > 0) return `${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${minutes}m${seconds}` : seconds
}
