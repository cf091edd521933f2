import type { IncomingMessage, ServerResponse } from 'node:http'
import { renderErrorBody } from '#lib/gateway/wire/openai-chat/render-error'
import { findCallerAddress, isTrustedProxy } from '#lib/shared/caller-address'
import { TollgateError } from '#lib/shared/errors'
import { newId, showId } from '#lib/shared/ids'

export interface RequestTarget {
  path: string
  pathAndQuery: string
}

/** Dot segments, backslashes, doubled slashes and absolute forms: what two parsers could read as two different paths. */
const odd = /\.\.|\/\.|\\|%2e|%5c|^\/\/|^[^/]/i

/**
 * The one path that both the gateway and Next will see, so that no spelling of a gateway path reaches the other door.
 * Null for what is no path at all.
 */
export function normalizeTarget(url: string): RequestTarget | null {
  try {
    let pathAndQuery = url
    if (odd.test(url)) {
      const parsed = new URL(url.replace(/^\/+/, '/'), 'http://front')
      pathAndQuery = parsed.pathname.replace(/^\/+/, '/') + parsed.search
    }
    const mark = pathAndQuery.indexOf('?')
    const path = mark < 0 ? pathAndQuery : pathAndQuery.slice(0, mark)
    if (url === '*') return null
    if (path.includes('%')) decodeURI(path)
    return { path, pathAndQuery }
  } catch {
    return null
  }
}

/** 400 for a request line that names no path. */
export function refuseTarget(response: ServerResponse): void {
  const requestId = showId('req', newId())
  const error = new TollgateError('invalid_request', { message: 'The request path is not valid.' })
  response.writeHead(400, { 'content-type': 'application/json', 'x-request-id': requestId })
  response.end(renderErrorBody(error, requestId))
}

/** Pages believe the forwarding headers, so only what this front or a trusted proxy wrote may reach them. */
export function trustOnlyTheFront(request: IncomingMessage): void {
  const { headers, socket } = request
  const peer = socket.remoteAddress ?? ''
  headers['x-forwarded-for'] = findCallerAddress(peer, headers['x-forwarded-for']?.toString()) ?? 'unknown'
  if (isTrustedProxy(peer)) return
  delete headers['x-forwarded-host']
  delete headers['x-forwarded-proto']
}
