import { admitChat } from '#lib/gateway/admission/admit-chat'
import { answerStream } from '#lib/gateway/endpoints/answer-stream'
import { answerWhole } from '#lib/gateway/endpoints/answer-whole'
import { answerHeaders, type ChatExchange, costText, failedOutcome } from '#lib/gateway/endpoints/chat-exchange'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import { refuseFailure } from '#lib/gateway/endpoints/refuse-failure'
import { settleChat } from '#lib/gateway/endpoints/settle-chat'
import { usageOfPart } from '#lib/gateway/metering/observe-usage'
import type { Attempt } from '#lib/gateway/routing/attempt-upstream'
import { callWithFailover, type RoutingProgress } from '#lib/gateway/routing/call-with-failover'
import { OutputText } from '#lib/gateway/streaming/output-text'
import type { GatewayResponse } from '#lib/gateway/types'
import { receiveChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'
import { releaseHolds } from '#lib/ledger/release-holds'
import type { StageTimes } from '#lib/ledger/settle-request'
import { env } from '#lib/shared/env'
import { asTollgateError } from '#lib/shared/errors'
import { log } from '#lib/shared/log'

/** Longer than an answer may take to begin; a stream that runs on keeps its hold itself. */
const holdMarginMs = 60_000

/** `POST /chat/completions`: read, hold, ask upstream, answer; settlement runs behind the answer. */
export async function serveChatCompletions(context: RequestContext): Promise<GatewayResponse> {
  const { request } = context
  const bodyAskedAt = performance.now()
  const body = await request.readBody(env().TOLLGATE_MAX_BODY_BYTES)
  const bodyReadAt = performance.now()
  const received = receiveChatRequest(body)
  const sent = received instanceof Promise ? await received : received
  const decodedAt = performance.now()
  const timeoutMs = Math.min(env().TOLLGATE_REQUEST_TIMEOUT_MS, request.timeLimitMs ?? Number.POSITIVE_INFINITY)
  const { requestId, caller, access } = context
  const admitted = await admitChat({ requestId, caller, access, chat: sent, ttlMs: timeoutMs + holdMarginMs, now: Date.now })
  const { chat } = admitted
  const stages: StageTimes = {
    keyUs: inMicroseconds(bodyAskedAt - context.startedAt),
    receiveUs: inMicroseconds(bodyReadAt - bodyAskedAt),
    policyUs: inMicroseconds(decodedAt - bodyReadAt),
    limitsUs: admitted.limitsMs === null ? null : inMicroseconds(admitted.limitsMs),
    admissionUs: inMicroseconds(performance.now() - decodedAt - (admitted.limitsMs ?? 0)),
  }
  const progress: RoutingProgress = { candidate: null, attempts: [], upstreamMs: 0 }
  const exchange: ChatExchange = {
    context,
    chat,
    admitted,
    progress,
    deadline: context.startedAt + timeoutMs,
    hostDeadline: request.timeLimitMs === null ? null : context.startedAt + request.timeLimitMs,
    overheadMs: 0,
    settle: (outcome, use) => settleChat({ context, admitted, progress, stages, streamed: chat.stream }, outcome, use),
  }
  const measureOverhead = () => {
    exchange.overheadMs = performance.now() - context.startedAt - (bodyReadAt - bodyAskedAt) - progress.upstreamMs
  }
  if (request.signal.aborted) return releaseUnsent(exchange)
  try {
    const attempt = await askUpstreams(exchange)
    measureOverhead()
    return answer(exchange, attempt)
  } catch (error) {
    measureOverhead()
    if (request.signal.aborted) return abandon(exchange)
    const known = asTollgateError(error)
    exchange.settle(failedOutcome(exchange, known.status, known.code), () => null)
    throw error
  }
}

function inMicroseconds(ms: number): number {
  return Math.round(ms * 1000)
}

function askUpstreams({ admitted, chat, context, deadline, progress }: ChatExchange): Promise<Attempt> {
  const clock = () => performance.now()
  const meter = { wantsUsage: chat.wantsUsage, costUsd: (usage: Parameters<typeof costText>[0]) => costText(usage, admitted), clock }
  const { snapshot, model, ceilingTokens } = admitted
  const { startedAt: arrivedAt } = context
  return callWithFailover(
    { chat, snapshot, model, ceilingTokens, meter, signal: context.request.signal, clock, arrivedAt, deadline },
    progress,
  )
}

function answer(exchange: ChatExchange, attempt: Attempt): GatewayResponse {
  if (attempt.kind === 'failure') return refuseFailure(exchange, attempt)
  if (attempt.kind === 'whole') return answerWhole(exchange, attempt)
  const headers = {
    ...answerHeaders(exchange),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  }
  return { status: attempt.status, headers, body: answerStream(exchange, attempt.stream, attempt.status) }
}

/** The client went before an answer came: the upstream was cancelled, the input is charged. */
function abandon(exchange: ChatExchange): GatewayResponse {
  if (exchange.progress.candidate === null) return releaseUnsent(exchange)
  exchange.settle({ ...failedOutcome(exchange, clientGoneStatus, null), status: 'aborted' }, () =>
    usageOfPart(null, new OutputText(0), exchange.chat),
  )
  return nobodyListens()
}

/** The client went before any upstream was asked: the hold is given back and nothing is recorded. */
function releaseUnsent({ admitted, context }: ChatExchange): GatewayResponse {
  const release = releaseHolds([{ requestId: context.requestId, teamId: admitted.caller.key.teamId }])
  const reported = release.catch((error: unknown) => log.error('release_failed', { request_id: context.shownId }, error))
  context.request.waitUntil(reported)
  context.request.waitUntil(admitted.grant.settle(0))
  return nobodyListens()
}

/** nginx's number for a client that closed the request. */
const clientGoneStatus = 499

function nobodyListens(): GatewayResponse {
  return { status: clientGoneStatus, headers: {}, body: new Uint8Array(0) }
}
