import type { GatewayRequest } from '#lib/gateway/types'

/** Any origin and no credentials: a key in a header is the only authority, and a browser never adds it by itself. */
const exposed = [
  'x-request-id',
  'x-tollgate-model',
  'x-tollgate-channel',
  'x-tollgate-overhead-ms',
  'x-tollgate-max-tokens',
  'x-tollgate-cost-usd',
  'x-tollgate-fallback-model',
  'x-tollgate-fallback-reason',
  ...['limit', 'remaining', 'reset'].flatMap((what) => [`x-ratelimit-${what}-requests`, `x-ratelimit-${what}-tokens`]),
  'retry-after',
].join(', ')
const usualHeaders = 'authorization, content-type, x-api-key, api-key'
const headerNames = /^[\w\s,-]{1,4096}$/

export function corsHeaders(): Record<string, string> {
  return { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed }
}

/** The preflight's answer; the headers an SDK asks for are allowed whatever their names, as each SDK sends its own. */
export function preflightHeaders(request: GatewayRequest, methods: readonly string[]): Record<string, string> {
  const asked = request.headers['access-control-request-headers']
  return {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': [...methods, 'OPTIONS'].join(', '),
    'access-control-allow-headers': asked !== undefined && headerNames.test(asked) ? asked : usualHeaders,
    'access-control-max-age': '86400',
  }
}
