import { type AdmittedChat, admitChat } from '#lib/gateway/admission/admit-chat'
import { answerStream } from '#lib/gateway/endpoints/answer-stream'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import { type ChatOutcome, settleChat } from '#lib/gateway/endpoints/settle-chat'
import { type ObservedUsage, usageOfPart, usageOfWhole } from '#lib/gateway/metering/observe-usage'
import { priceUsage } from '#lib/gateway/metering/price-usage'
import type { TokenUsage } from '#lib/gateway/metering/token-usage'
import type { Attempt } from '#lib/gateway/routing/attempt-upstream'
import { callWithFailover, type RoutingProgress } from '#lib/gateway/routing/call-with-failover'
import { createOutputText } from '#lib/gateway/streaming/output-text'
import type { GatewayResponse } from '#lib/gateway/types'
import type { ChatRequest } from '#lib/gateway/wire/openai-chat/chat-request'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'
import { addCostToAnswer } from '#lib/gateway/wire/openai-chat/read-answer'
import { renderErrorBody } from '#lib/gateway/wire/openai-chat/render-error'
import { releaseHolds } from '#lib/ledger/release-holds'
import { env } from '#lib/shared/env'
import { asTollgateError, TollgateError } from '#lib/shared/errors'
import { showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'
import { formatUsd } from '#lib/shared/money'

/** Longer than the request may last, so that no hold is swept under a request that is still running. */
const holdMarginMs = 60_000

/** An admitted request and what becomes of it. */
export interface ChatExchange {
  context: RequestContext
  chat: ChatRequest
  admitted: AdmittedChat
  progress: RoutingProgress
  /** When the answer must have ended, on `performance.now()`. */
  deadline: number
  /** Time spent here rather than waiting for the client's body or an upstream. */
  overheadMs: number
  settle(outcome: ChatOutcome, use: () => Promise<ObservedUsage | null> | ObservedUsage | null): void
}

/** `POST /chat/completions`: read, hold, ask upstream, answer; settlement runs behind the answer. */
export async function serveChatCompletions(context: RequestContext): Promise<GatewayResponse> {
  const { request } = context
  const bodyAskedAt = performance.now()
  const body = await request.readBody(env().TOLLGATE_MAX_BODY_BYTES)
  const bodyMs = performance.now() - bodyAskedAt
  const chat = decodeChatRequest(body)
  const timeoutMs = Math.min(env().TOLLGATE_REQUEST_TIMEOUT_MS, request.timeLimitMs ?? Number.POSITIVE_INFINITY)
  const admitted = await admitChat(context.requestId, context.caller, chat, { ttlMs: timeoutMs + holdMarginMs, now: Date.now })
  const progress: RoutingProgress = { candidate: null, attempts: [], upstreamMs: 0 }
  const exchange: ChatExchange = {
    context,
    chat,
    admitted,
    progress,
    deadline: context.startedAt + timeoutMs,
    overheadMs: 0,
    settle: (outcome, use) => settleChat(context, admitted, progress, chat.stream, outcome, use),
  }
  const measureOverhead = () => {
    exchange.overheadMs = performance.now() - context.startedAt - bodyMs - progress.upstreamMs
  }
  if (request.signal.aborted) return releaseUnsent(exchange)
  try {
    const { attempt } = await callWithFailover(
      {
        chat,
        snapshot: admitted.snapshot,
        model: admitted.model,
        ceilingTokens: admitted.ceilingTokens,
        meter: { wantsUsage: chat.wantsUsage, costUsd: (usage) => costText(usage, admitted), clock: () => performance.now() },
        signal: request.signal,
        clock: () => performance.now(),
        deadline: exchange.deadline,
      },
      progress,
    )
    measureOverhead()
    return answer(exchange, attempt)
  } catch (error) {
    measureOverhead()
    if (request.signal.aborted) return abandon(exchange)
    const known = asTollgateError(error)
    exchange.settle(failed(exchange, known.status, known.code), () => null)
    throw error
  }
}

function answer(exchange: ChatExchange, attempt: Attempt): GatewayResponse {
  if (attempt.kind === 'failure') return refuse(exchange, attempt)
  const headers = answerHeaders(exchange)
  if (attempt.kind === 'stream') {
    headers['content-type'] = 'text/event-stream; charset=utf-8'
    headers['cache-control'] = 'no-cache, no-transform'
    headers['x-accel-buffering'] = 'no'
    return { status: attempt.status, headers, body: answerStream(exchange, attempt.stream, attempt.status) }
  }
  return answerWhole(exchange, attempt, headers)
}

function answerWhole(exchange: ChatExchange, attempt: Extract<Attempt, { kind: 'whole' }>, headers: Record<string, string>): GatewayResponse {
  const { usage, output, finishReason } = attempt.answer
  const outcome: ChatOutcome = { status: 'succeeded', httpStatus: attempt.status, errorCode: null, finishReason, ttftMs: null, overheadMs: exchange.overheadMs }
  exchange.settle(outcome, () => usageOfWhole(usage, output, exchange.chat))
  headers['content-type'] = attempt.contentType
  let body = attempt.body
  if (usage) {
    headers['x-tollgate-cost-usd'] = formatUsd(priceUsage(usage, exchange.admitted.price))
    if (exchange.chat.wantsCost) body = addCostToAnswer(body, costText(usage, exchange.admitted))
  }
  return { status: attempt.status, headers, body }
}

/** Every channel failed, or the request itself was at fault: nothing is charged, and the client hears no more than it should. */
function refuse(exchange: ChatExchange, attempt: Extract<Attempt, { kind: 'failure' }>): GatewayResponse {
  const isClients = attempt.fault === 'client'
  const error = new TollgateError(attempt.code, {
    ...(isClients && { status: attempt.status ?? 400 }),
    ...(isClients && attempt.error.message !== null && { message: attempt.error.message }),
    retryAfterSeconds: attempt.retryAfterSeconds ?? undefined,
    cause: attempt.cause,
  })
  if (!isClients) {
    const { candidate, attempts } = exchange.progress
    log.warn('upstream_failed', { request_id: exchange.context.shownId, code: attempt.code, attempts: attempts.length, channel_id: candidate?.channelId, upstream_status: attempt.status, upstream_message: attempt.error.message }, attempt.cause)
  }
  exchange.settle(failed(exchange, error.status, error.code), () => null)
  const headers = { ...answerHeaders(exchange), 'content-type': 'application/json' }
  if (error.retryAfterSeconds !== undefined) Object.assign(headers, { 'retry-after': String(error.retryAfterSeconds) })
  return { status: error.status, headers, body: renderErrorBody(error, exchange.context.shownId, isClients ? attempt.error : {}) }
}

/** The client went before an answer came: the upstream was cancelled, the input is charged. */
function abandon(exchange: ChatExchange): GatewayResponse {
  const wasAsked = exchange.progress.candidate !== null
  if (!wasAsked) return releaseUnsent(exchange)
  const outcome: ChatOutcome = { ...failed(exchange, clientGoneStatus, null), status: 'aborted' }
  exchange.settle(outcome, () => usageOfPart(null, createOutputText(0), exchange.chat))
  return { status: clientGoneStatus, headers: {}, body: emptyBody }
}

function releaseUnsent(exchange: ChatExchange): GatewayResponse {
  const { requestId, request } = exchange.context
  const release = releaseHolds([{ requestId, teamId: exchange.admitted.caller.key.teamId }])
  request.waitUntil(release.catch((error: unknown) => log.error('release_failed', { request_id: exchange.context.shownId }, error)))
  return { status: clientGoneStatus, headers: {}, body: emptyBody }
}

/** Nobody reads it; the number is nginx's for a client that closed the request. */
const clientGoneStatus = 499
const emptyBody = new Uint8Array(0)

function failed(exchange: ChatExchange, httpStatus: number, errorCode: string | null): ChatOutcome {
  return { status: 'failed', httpStatus, errorCode, finishReason: null, ttftMs: null, overheadMs: exchange.overheadMs }
}

function answerHeaders(exchange: ChatExchange): Record<string, string> {
  const headers: Record<string, string> = { 'x-tollgate-model': encodeURI(exchange.admitted.model.name), 'x-tollgate-overhead-ms': exchange.overheadMs.toFixed(2) }
  const { candidate } = exchange.progress
  if (candidate) headers['x-tollgate-channel'] = showId('chan', candidate.channelId)
  if (exchange.admitted.wasLowered) headers['x-tollgate-max-tokens'] = String(exchange.admitted.ceilingTokens)
  return headers
}

/** A JSON number of USD: the exact decimal, without trailing zeros. */
function costText(usage: TokenUsage, admitted: AdmittedChat): string {
  return formatUsd(priceUsage(usage, admitted.price)).replace(/\.?0+$/, '')
}
