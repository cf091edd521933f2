import { errorTable, type TollgateError } from '#lib/shared/errors'
import { log } from '#lib/shared/log'

/** An answer in JSON that no cache keeps. */
export function renderJson(requestId: string, status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const common = { 'x-request-id': requestId, 'cache-control': 'no-store', ...headers }
  if (body === undefined) return new Response(null, { status, headers: common })
  return new Response(JSON.stringify(body), { status, headers: { ...common, 'content-type': 'application/json; charset=utf-8' } })
}

/** The error table in this API's shape. What went wrong on our side goes to the log, under the same request id. */
export function renderError(requestId: string, error: TollgateError, headers: Record<string, string> = {}): Response {
  if (errorTable[error.code].owner === 'platform') log.error('management_failed', { request_id: requestId, code: error.code }, error.cause)
  const details = { ...(error.param === null ? {} : { param: error.param }), ...error.details }
  const body = { error: { code: error.code, message: error.message, request_id: requestId, details } }
  const wait = error.retryAfterSeconds
  return renderJson(requestId, error.status, body, wait === undefined ? headers : { ...headers, 'retry-after': String(wait) })
}
