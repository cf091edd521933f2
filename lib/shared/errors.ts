/** Who has to act: the caller, the payer, the pace, the operator's routing, the upstream, or Tollgate itself. */
export type ErrorOwner = 'client' | 'credit' | 'rate' | 'routing' | 'upstream' | 'platform'

interface ErrorRow {
  status: number
  owner: ErrorOwner
  /** The `type` OpenAI's clients expect beside the code. */
  type: string
  retryable: boolean
  text: string
}

const row = (status: number, owner: ErrorOwner, type: string, retryable: boolean, text: string): ErrorRow => ({
  status,
  owner,
  type,
  retryable,
  text,
})
const invalid = 'invalid_request_error'

/** The closed table of everything Tollgate refuses or fails with. Codes are a contract: add, never rename. */
export const errorTable = {
  invalid_json: row(400, 'client', invalid, false, 'The request body is not valid JSON.'),
  invalid_request: row(400, 'client', invalid, false, 'The request is not valid.'),
  duplicate_field: row(400, 'client', invalid, false, 'A field appears more than once in the request body.'),
  unsupported_parameter: row(400, 'client', invalid, false, 'This parameter is not supported for this model.'),
  missing_model: row(400, 'client', invalid, false, 'The request names no model.'),
  end_user_required: row(400, 'client', invalid, false, 'The request names no end user.'),
  upstream_rejected: row(400, 'client', invalid, false, 'The model provider rejected the request.'),
  missing_api_key: row(401, 'client', 'authentication_error', false, 'No API key was given. Send it as "Authorization: Bearer <key>".'),
  invalid_api_key: row(
    401,
    'client',
    'authentication_error',
    false,
    'The API key is not valid: it is mistyped, unknown or deleted. Copy it again, or make one on the Keys page.',
  ),
  key_disabled: row(401, 'client', 'authentication_error', false, 'The API key is disabled. Enable it on the Keys page, or use another.'),
  key_expired: row(
    401,
    'client',
    'authentication_error',
    false,
    'The API key has expired, or this is its secret from before it was rotated. Make another on the Keys page.',
  ),
  key_blocked: row(403, 'client', 'permission_error', false, 'The API key is blocked. Ask an administrator of its team.'),
  model_not_allowed: row(403, 'client', 'permission_error', false, 'This key may not use that model.'),
  endpoint_not_allowed: row(403, 'client', 'permission_error', false, 'This key may not use that path or method.'),
  address_not_allowed: row(403, 'client', 'permission_error', false, 'This key may not be used from this address.'),
  client_not_allowed: row(403, 'client', 'permission_error', false, 'This key may not be used with this tool.'),
  team_disabled: row(
    403,
    'client',
    'permission_error',
    false,
    'The team of this API key is disabled. Ask the operator of this service why.',
  ),
  unauthenticated: row(401, 'client', 'authentication_error', false, 'Sign in to continue.'),
  forbidden: row(403, 'client', 'permission_error', false, 'This key or account may not do that.'),
  insufficient_credit: row(402, 'credit', 'insufficient_quota', false, 'The team has too little credit for this request.'),
  budget_exceeded: row(402, 'credit', 'insufficient_quota', false, 'A budget has too little left for this request.'),
  request_too_expensive: row(402, 'credit', 'insufficient_quota', false, 'This request may cost more than one request is allowed to.'),
  not_found: row(404, 'client', invalid, false, 'Not found.'),
  unknown_path: row(404, 'client', invalid, false, 'There is no such path.'),
  endpoint_not_offered: row(404, 'client', invalid, false, 'This API is not offered here yet. Use chat completions instead.'),
  model_not_found: row(
    404,
    'client',
    invalid,
    false,
    'The model does not exist or this key may not use it. GET /api/v1/models lists what it may.',
  ),
  method_not_allowed: row(405, 'client', invalid, false, 'This path does not answer to that method.'),
  request_timeout: row(408, 'client', invalid, true, 'The request body did not arrive in time.'),
  conflict: row(409, 'client', invalid, false, 'The request conflicts with what is already there.'),
  idempotency_conflict: row(409, 'client', invalid, false, 'This Idempotency-Key was used with another request.'),
  request_too_large: row(413, 'client', invalid, false, 'The request body is too large.'),
  unsupported_media_type: row(415, 'client', invalid, false, 'Send the request body as application/json.'),
  rate_limited: row(429, 'rate', 'rate_limit_error', true, 'Too many requests. Wait before trying again.'),
  rate_limit_exceeded: row(
    429,
    'rate',
    'rate_limit_error',
    true,
    'A limit of this key, its member or its team is reached. Wait before trying again.',
  ),
  concurrency_limit_exceeded: row(429, 'rate', 'rate_limit_error', true, 'Too many requests are under way. Wait until one has ended.'),
  upstream_rate_limited: row(429, 'upstream', 'rate_limit_error', true, 'The model provider is limiting requests. Try again shortly.'),
  internal_error: row(500, 'platform', 'api_error', true, 'Something went wrong on our side.'),
  upstream_error: row(502, 'upstream', 'api_error', true, 'The model provider failed to answer.'),
  upstream_unreachable: row(502, 'upstream', 'api_error', true, 'The model provider could not be reached.'),
  upstream_interrupted: row(502, 'upstream', 'api_error', true, 'The model provider broke off its answer.'),
  no_channel: row(503, 'routing', 'api_error', true, 'No provider is available for this model right now.'),
  unavailable: row(503, 'platform', 'api_error', true, 'The service is not available right now. Try again shortly.'),
  upstream_timeout: row(504, 'upstream', 'api_error', true, 'The model provider did not answer in time.'),
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable
export type ErrorDetails = Record<string, string | number | boolean | null | readonly string[]>

interface ErrorOptions {
  /** Replaces the table's text; written for the caller, so never an internal message. */
  message?: string
  /** The request field at fault, in the caller's own words. */
  param?: string
  details?: ErrorDetails
  /** Overrides the table's status, e.g. an upstream's own 422. */
  status?: number
  retryAfterSeconds?: number
  /** Sent with the answer, such as how a limit stands. */
  headers?: Readonly<Record<string, string>>
  cause?: unknown
}

/** An expected failure with a code of the table; everything else that is thrown is a surprise and shown as `internal_error`. */
export class TollgateError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly param: string | null
  readonly details: ErrorDetails | undefined
  readonly retryAfterSeconds: number | undefined
  readonly headers: Readonly<Record<string, string>> | undefined

  constructor(code: ErrorCode, options: ErrorOptions = {}) {
    super(options.message ?? errorTable[code].text, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TollgateError'
    this.code = code
    this.status = options.status ?? errorTable[code].status
    this.param = options.param ?? null
    this.details = options.details
    this.retryAfterSeconds = options.retryAfterSeconds
    this.headers = options.headers
  }
}

/** The error itself, or the generic one that hides a surprise while keeping it as cause for the log. */
export function asTollgateError(thrown: unknown): TollgateError {
  if (thrown instanceof TollgateError) return thrown
  if (isUnstorable(thrown)) return new TollgateError('invalid_request', { cause: thrown })
  return new TollgateError(isConnectionFailure(thrown) ? 'unavailable' : 'internal_error', { cause: thrown })
}

/** Text Postgres cannot store (a NUL, half a surrogate pair) and numbers beyond its types: only a caller can have sent them. */
const unstorableCodes = new Set(['22021', '22P05', '22003'])

function isUnstorable(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && unstorableCodes.has(thrown.code)
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', '57P01', '57P02', '57P03', '53300', '08006', '08001'])

/** A database outage is 503, never the caller's fault. */
function isConnectionFailure(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if ('code' in thrown && typeof thrown.code === 'string' && connectionCodes.has(thrown.code)) return true
  return thrown.message.includes('Connection terminated') || thrown.message.includes('timeout exceeded when trying to connect')
}
