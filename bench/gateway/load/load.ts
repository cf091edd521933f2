/** One burst of load against one target. */
export interface LoadOrder {
  port: number
  /** Whole requests, head and body; taken in turn. */
  requests: string[]
  concurrency: number
  ms: number
  /** Requests a second at fixed times, whether or not others have ended; without it each connection sends when it has its answer. */
  perSecond?: number
}

export interface LoadResult {
  /** Answers with status 200. */
  answered: number
  failed: number
  /** Of the statuses that were not 200, 0 for a broken connection. */
  failures: Record<string, number>
  perSecond: number
  /** Milliseconds from when a request was due to its last byte. */
  latency: Percentiles
  /** Milliseconds to the first byte of the body. */
  ttft: Percentiles
}

export interface Percentiles {
  p50: number
  p95: number
  p99: number
}

export function percentilesOf(values: number[]): Percentiles {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
