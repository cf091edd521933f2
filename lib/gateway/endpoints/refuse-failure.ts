import { answerHeaders, type ChatExchange, failedOutcome } from '#lib/gateway/endpoints/chat-exchange'
import type { Attempt } from '#lib/gateway/routing/attempt-upstream'
import type { GatewayResponse } from '#lib/gateway/types'
import { renderErrorBody } from '#lib/gateway/wire/openai-chat/render-error'
import { TollgateError } from '#lib/shared/errors'
import { log } from '#lib/shared/log'

/** Every channel failed, or the request itself was at fault: nothing is charged, and the client hears no more than it should. */
export function refuseFailure(exchange: ChatExchange, attempt: Extract<Attempt, { kind: 'failure' }>): GatewayResponse {
  const isClients = attempt.fault === 'client'
  const error = new TollgateError(attempt.code, {
    ...(isClients && { status: attempt.status ?? 400 }),
    ...(isClients && attempt.error.message !== null && { message: attempt.error.message }),
    retryAfterSeconds: attempt.retryAfterSeconds ?? undefined,
    cause: attempt.cause,
  })
  if (!isClients) logFailure(exchange, attempt)
  exchange.settle(failedOutcome(exchange, error.status, error.code), () => null)
  const headers: Record<string, string> = { ...answerHeaders(exchange), 'content-type': 'application/json' }
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds)
  return { status: error.status, headers, body: renderErrorBody(error, exchange.context.shownId, isClients ? attempt.error : {}) }
}

function logFailure(exchange: ChatExchange, attempt: Extract<Attempt, { kind: 'failure' }>): void {
  const { candidate, attempts } = exchange.progress
  const fields = {
    request_id: exchange.context.shownId,
    code: attempt.code,
    attempts: attempts.length,
    channel_id: candidate?.channelId,
    upstream_status: attempt.status,
  }
  log.warn('upstream_failed', fields, attempt.cause)
}
