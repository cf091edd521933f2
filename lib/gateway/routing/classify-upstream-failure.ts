/**
 * Whose failure it is, and so what to leave out of the next attempt: `client` ends the request; `credential` and `rate`
 * leave out the credential, `channel` the channel.
 */
export type UpstreamFault = 'client' | 'credential' | 'rate' | 'channel'

const clientStatuses = new Set([400, 413, 415, 422])
const credentialStatuses = new Set([401, 402, 403])

/** Some vendors answer 400 where their key is at fault; the caller can do nothing about that. */
const credentialMarks = [
  'API_KEY_INVALID',
  'API key not valid',
  'invalid_api_key',
  'Incorrect API key',
  'insufficient_quota',
  'account is not active',
]

/** Classifies a complete answer with an error status; `body` is its text, or the start of it. */
export function classifyUpstreamStatus(status: number, body: string): UpstreamFault {
  if (credentialStatuses.has(status)) return 'credential'
  if (status === 429) return 'rate'
  if (!clientStatuses.has(status)) return 'channel'
  return credentialMarks.some((mark) => body.includes(mark)) ? 'credential' : 'client'
}

const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])

/** The table's code for a request that got no whole answer. */
export function codeOfConnectionFailure(thrown: unknown): 'upstream_timeout' | 'upstream_unreachable' {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' && timeoutCodes.has(code) ? 'upstream_timeout' : 'upstream_unreachable'
}
