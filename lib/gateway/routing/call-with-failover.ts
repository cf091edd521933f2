import type { GoneSignal } from '#lib/gateway/client-gone'
import type { AttemptRecord } from '#lib/ledger/settle-request'
import { type Attempt, attemptUpstream } from '#lib/gateway/routing/attempt-upstream'
import { planRoute } from '#lib/gateway/routing/plan-route'
import type { ChannelCandidate, ModelEntry, Snapshot } from '#lib/gateway/snapshot/snapshot'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import type { MeterOptions } from '#lib/gateway/wire/openai-chat/meter-stream'
import { rewriteChatRequest } from '#lib/gateway/wire/openai-chat/rewrite-request'

/** However many channels there are: past this a caller is better told. */
const maxAttempts = 6

export interface RoutedRequest {
  chat: ChatRequest
  snapshot: Snapshot
  model: ModelEntry
  /** The ceiling to write upstream; null leaves the client's own words. */
  ceilingTokens: number | null
  meter: MeterOptions
  signal: GoneSignal
  /** Milliseconds, monotonic. */
  clock: () => number
  /** When the request arrived, by the same clock. */
  arrivedAt: number
  deadline: number
}

/** What was tried, kept apart so that it outlives a throw: it is billed by when the client goes in the middle. */
export interface RoutingProgress {
  /** The channel asked last. */
  candidate: ChannelCandidate | null
  attempts: AttemptRecord[]
  upstreamMs: number
}

/**
 * Asks one channel after another until one answers, the request itself is at fault, or none is left. Nothing reaches the
 * client before that. Throws only when `signal` aborts.
 */
export async function callWithFailover(request: RoutedRequest, progress: RoutingProgress): Promise<Attempt> {
  const channels = new Set<string>()
  const credentials = new Set<string>()
  let last: Attempt = noChannel
  while (progress.attempts.length < maxAttempts && request.clock() < request.deadline && !request.signal.aborted) {
    const route = planRoute(request.model.candidates, { channels, credentials }, Math.random)
    if (!route) break
    const { candidate, credentialId } = route
    progress.candidate = candidate
    const startedAt = request.clock()
    const record: AttemptRecord = {
      channel_id: candidate.channelId,
      status: null,
      failure: 'client_gone',
      ms: 0,
      start_us: Math.round((startedAt - request.arrivedAt) * 1000),
      duration_us: 0,
    }
    progress.attempts.push(record)
    try {
      last = await attemptUpstream({
        snapshot: request.snapshot,
        candidate,
        credentialId,
        body: rewriteChatRequest(request.chat, {
          upstreamModel: candidate.upstreamModel,
          outputCeiling: ceilingFor(candidate, request.ceilingTokens),
        }),
        stream: request.chat.stream,
        meter: request.meter,
        signal: request.signal,
        timeoutMs: request.deadline - startedAt,
      })
      record.status = last.status
      record.failure = last.kind === 'failure' ? last.code : null
    } finally {
      const ms = request.clock() - startedAt
      progress.upstreamMs += ms
      record.ms = Math.round(ms)
      record.duration_us = Math.round(ms * 1000)
    }
    if (last.kind !== 'failure' || last.fault === 'client') break
    if (last.fault === 'channel') channels.add(candidate.channelId)
    else credentials.add(credentialId)
  }
  return last
}

const noChannel: Attempt = {
  kind: 'failure',
  fault: 'channel',
  status: null,
  code: 'no_channel',
  error: { message: null, type: null, param: null, code: null },
  retryAfterSeconds: null,
}

/** OpenAI's newer models refuse `max_tokens`; most others know nothing else. */
function ceilingFor(candidate: ChannelCandidate, tokens: number | null) {
  if (tokens === null) return null
  return { field: candidate.provider === 'openai' ? ('max_completion_tokens' as const) : ('max_tokens' as const), tokens }
}
