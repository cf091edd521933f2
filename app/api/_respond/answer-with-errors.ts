import { asTollgateError, errorTable } from '#lib/shared/errors'
import { newId, showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'

/** Runs a route's work; a failure becomes `{error: {code, message, request_id}}` and surprises are logged under that id. */
export async function answerWithErrors(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (thrown) {
    const requestId = showId('req', newId())
    const error = asTollgateError(thrown)
    if (errorTable[error.code].owner === 'platform') log.error('request_failed', { request_id: requestId, code: error.code }, thrown)
    const body = { error: { code: error.code, message: error.message, request_id: requestId } }
    return Response.json(body, { status: error.status, headers: { 'x-request-id': requestId, 'cache-control': 'no-store' } })
  }
}
