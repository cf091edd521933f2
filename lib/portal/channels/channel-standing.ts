/** The last test of one model of a channel. */
export interface ChannelTestRecord {
  model: string
  ok: boolean
  /** The upstream's HTTP status, or null when it could not be reached. */
  httpStatus: number | null
  latencyMs: number
  /** What the upstream said, scrubbed of secrets. */
  error: string | null
  testedAt: Date
}

/** A try at a channel that the upstream, not the client, made fail. */
export interface ChannelFailure {
  requestId: string
  at: Date
  model: string
  code: string
  httpStatus: number | null
  /** Whether another channel answered the request after all. */
  recovered: boolean
}

/** How a channel has done since a moment. */
export interface ChannelStanding {
  /** Requests that ended on it, and those of them that failed. */
  requests: number
  failures: number
  /** Tries that failed here before another channel was asked. */
  failovers: number
  /** Of successful ones among the latest requests of the installation; null without any. */
  p95LatencyMs: number | null
  lastFailure: ChannelFailure | null
  /** The newest of its models' tests. */
  lastTest: ChannelTestRecord | null
}

export const noStanding: ChannelStanding = {
  requests: 0,
  failures: 0,
  failovers: 0,
  p95LatencyMs: null,
  lastFailure: null,
  lastTest: null,
}

export const channelStates = ['working', 'failing', 'idle', 'unready', 'disabled'] as const
export type ChannelState = (typeof channelStates)[number]

const leastFailed = 3
const failingShare = 0.2

/** Share of tries that failed, 0 to 1; null without any try. */
export function failedShare({ requests, failures, failovers }: ChannelStanding): number | null {
  const tries = requests + failovers
  return tries === 0 ? null : (failures + failovers) / tries
}

/**
 * One word for a channel. A failed test counts until something has succeeded: traffic of the same day says more than
 * a question of one's own.
 */
export function channelState({ enabled, models }: { enabled: boolean; models: number }, standing: ChannelStanding): ChannelState {
  if (!enabled) return 'disabled'
  if (models === 0) return 'unready'
  const failed = standing.failures + standing.failovers
  const succeeded = standing.requests - standing.failures
  if (failed >= leastFailed && (failedShare(standing) ?? 0) >= failingShare) return 'failing'
  if (standing.lastTest && !standing.lastTest.ok && succeeded === 0) return 'failing'
  return standing.requests + standing.failovers === 0 ? 'idle' : 'working'
}
