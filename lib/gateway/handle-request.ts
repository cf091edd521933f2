import { requireAccess } from '#lib/gateway/admission/require-access'
import { corsHeaders, preflightHeaders } from '#lib/gateway/cors'
import { matchRoute } from '#lib/gateway/endpoints/match-route'
import { serveWithinLimits } from '#lib/gateway/endpoints/serve-within-limits'
import { type Caller, identify, requireUsable } from '#lib/gateway/keys/authenticate'
import { countRefusal } from '#lib/gateway/refusals/count-refusals'
import type { GatewayRequest, GatewayResponse } from '#lib/gateway/types'
import { renderErrorBody } from '#lib/gateway/wire/openai-chat/render-error'
import { asTollgateError, errorTable, TollgateError } from '#lib/shared/errors'
import { newId, showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'
import { countRequest } from '#lib/shared/metrics'
import { unknownPath } from '#lib/shared/unknown-path'
import type { Access } from '#lib/shared/policy/check-policy'
import { recognizeClient } from '#lib/shared/policy/client-tools'

/** Answers one request of the data plane. Never throws: every failure is an answer with a request id. */
export async function handleRequest(request: GatewayRequest): Promise<GatewayResponse> {
  const startedAt = performance.now()
  const requestId = newId()
  const shownId = showId('req', requestId)
  let caller: Caller | null = null
  let response: GatewayResponse
  try {
    const match = matchRoute(request.path)
    if (!match) throw unknownPath(request.path)
    if (request.method === 'OPTIONS') return preflight(request, match.route.methods, shownId)
    if (!match.route.methods.includes(request.method)) return refuseMethod(match.route.methods, shownId)
    const access = readAccess(request, match.endpoint)
    const isFresh = !match.route.checksKeyAtAdmission
    caller = await identify(request.headers, { fresh: isFresh, now: access.now, connection: request.connection })
    requireUsable(caller, access.now)
    caller = await requireAccess(caller, access, { isFresh })
    const context = { request, requestId, shownId, caller, access, startedAt }
    response = await (isFresh ? serveWithinLimits(context, match) : match.route.serve(context, match.id))
    countRequest('accepted')
  } catch (thrown) {
    response = refuse(asTollgateError(thrown), shownId, caller)
  }
  Object.assign(response.headers, corsHeaders())
  response.headers['x-request-id'] = shownId
  response.headers['x-content-type-options'] = 'nosniff'
  return response
}

function readAccess(request: GatewayRequest, path: string): Access {
  const { method, headers } = request
  return { method, path, address: request.readAddress(), client: recognizeClient(headers), now: Date.now() }
}

function preflight(request: GatewayRequest, methods: readonly string[], shownId: string): GatewayResponse {
  return { status: 204, headers: { ...preflightHeaders(request, methods), 'x-request-id': shownId }, body: new Uint8Array(0) }
}

function refuseMethod(methods: readonly string[], shownId: string): GatewayResponse {
  const response = refuse(new TollgateError('method_not_allowed'), shownId, null)
  return {
    ...response,
    headers: { ...response.headers, ...corsHeaders(), allow: [...methods, 'OPTIONS'].join(', '), 'x-request-id': shownId },
  }
}

function refuse(error: TollgateError, shownId: string, caller: Caller | null): GatewayResponse {
  countRequest(error.code)
  const { owner } = errorTable[error.code]
  const keyId = caller?.key.keyId ?? null
  if (owner === 'platform') log.error('request_failed', { request_id: shownId, code: error.code }, error.cause ?? error)
  else {
    log.info('request_refused', { request_id: shownId, code: error.code, param: error.param, key_id: keyId })
    countRefusal(keyId, error.code)
  }
  const headers: Record<string, string> = { 'content-type': 'application/json', ...error.headers }
  if (error.status === 401) headers['www-authenticate'] = 'Bearer'
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds)
  return { status: error.status, headers, body: renderErrorBody(error, shownId) }
}
