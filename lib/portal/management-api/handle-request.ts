import type { ManagementKeyActor } from '#lib/portal/acting/actor'
import { authenticate } from '#lib/portal/management-api/authenticate'
import type { Route } from '#lib/portal/management-api/define-route'
import { matchRoute } from '#lib/portal/management-api/match-route'
import { openApiDocument } from '#lib/portal/management-api/openapi'
import { parseJsonBody } from '#lib/portal/management-api/parse-json-body'
import {
  actOnce,
  actThenRemember,
  fingerprintCall,
  type ReplayableAnswer,
  requireIdempotencyKey,
} from '#lib/portal/management-api/remember-answer'
import { renderError, renderJson } from '#lib/portal/management-api/render-answer'
import { forwardedAddress } from '#lib/shared/caller-address'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { env } from '#lib/shared/env'
import { asTollgateError, TollgateError } from '#lib/shared/errors'
import { newId, showId } from '#lib/shared/ids'
import { readWebBody } from '#lib/shared/read-web-body'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

export const managementRoot = '/api/manage/v1'

const perKey = { name: 'management-key', limit: 1_200, windowSeconds: 60 }

/** The management API, from request to answer; never throws. */
export async function handleManagementRequest(request: Request): Promise<Response> {
  const id = newId()
  const requestId = showId('req', id)
  try {
    const url = new URL(request.url)
    const path = url.pathname.slice(managementRoot.length)
    if (request.method === 'GET' && path === '/openapi.json') return renderJson(requestId, 200, openApiDocument())
    const match = matchRoute(request.method, path)
    if (match.kind === 'unknown_path') throw new TollgateError('unknown_path')
    if (match.kind === 'wrong_method') return renderError(requestId, new TollgateError('method_not_allowed'), { allow: match.allow })
    const key = await authenticate(request.headers.get('authorization'))
    const actor = { ...key, requestId: id, address: forwardedAddress(request.headers.get('x-forwarded-for')) }
    await takeTurn(actor)
    if (actor.readOnly && match.route.method !== 'GET') throw new TollgateError('forbidden', { message: 'This key may only read.' })
    if (match.route.scope === 'operator' && actor.teamId !== null) throw new TollgateError('forbidden')
    const answer = await runRoute(match.route, match.params, actor, request, url)
    return renderJson(requestId, answer.status, answer.body, answer.replayed ? { 'idempotent-replayed': 'true' } : {})
  } catch (thrown) {
    return renderError(requestId, asTollgateError(thrown))
  }
}

async function takeTurn(actor: ManagementKeyActor): Promise<void> {
  const turn = await takeFromLimit(perKey, actor.keyId)
  if (!turn.allowed) throw new TollgateError('rate_limited', { retryAfterSeconds: turn.retryAfterSeconds })
}

async function runRoute(
  route: Route,
  params: Record<string, string>,
  actor: ManagementKeyActor,
  request: Request,
  url: URL,
): Promise<ReplayableAnswer> {
  const query = Object.fromEntries(url.searchParams)
  const bytes = route.body === null ? Buffer.alloc(0) : await readWebBody(request, env().TOLLGATE_MAX_BODY_BYTES)
  const body = route.body === null ? undefined : parseJsonBody(bytes, request.headers.get('content-type'))
  const input = { params, query, body }
  if (route.method !== 'POST') return { ...(await route.run(input, actor, undefined)), replayed: false }
  const idempotencyKey = requireIdempotencyKey(request.headers.get('idempotency-key'))
  const call = { scopeId: actor.keyId, idempotencyKey, fingerprint: fingerprintCall(request.method, url.pathname, bytes) }
  const act = (transaction?: RoleTransaction) => route.run(input, actor, transaction)
  return route.slow ? actThenRemember(call, act) : actOnce(call, act)
}
