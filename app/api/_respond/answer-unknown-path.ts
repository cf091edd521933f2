import { corsHeaders } from '#lib/gateway/cors'
import { renderErrorBody } from '#lib/gateway/wire/openai-chat/render-error'
import { newId, showId } from '#lib/shared/ids'
import { unknownPath } from '#lib/shared/unknown-path'

/** What a program reads that missed the gateway: the gateway's own form, not a page. */
export function answerUnknownPath(request: Request): Response {
  const error = unknownPath(new URL(request.url).pathname)
  const requestId = showId('req', newId())
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId, ...corsHeaders() }
  return new Response(new Uint8Array(renderErrorBody(error, requestId)), { status: error.status, headers })
}
