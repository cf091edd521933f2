export const usageGroups = ['day', 'hour', 'model', 'key', 'team'] as const
export type UsageGroup = (typeof usageGroups)[number]

/** Sums over the quarter hours of one group. */
export interface UsageSum {
  /** The day (`2026-11-22`), hour (its start, ISO 8601), model, key id or team id. */
  group: string
  requests: number
  failures: number
  inputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  outputTokens: number
  reasoningTokens: number
  audioTokens: number
  imageTokens: number
  chargeNanos: bigint
  refundedNanos: bigint
  /** What it cost the operator; null for everyone else. */
  costNanos: bigint | null
  /** Null without requests, or without a streamed one. */
  averageLatencyMs: number | null
  averageTtftMs: number | null
}
