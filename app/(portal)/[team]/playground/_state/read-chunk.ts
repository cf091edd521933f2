/** What one event of a streamed answer says. */
export interface Chunk {
  text: string
  reasoning: string
  finishReason: string | null
  usage: { inputTokens: number; outputTokens: number; chargeNanos: string | null } | null
  error: GatewayError | null
}

export interface GatewayError {
  code: string
  message: string
  requestId: string | null
  affordable: number | null
}

type Fields = Record<string, unknown>
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const countOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** The data of an event; null for the end marker and for what is no JSON. */
export function readChunk(data: string): Chunk | null {
  let body: Fields
  try {
    body = fieldsOf(JSON.parse(data))
  } catch {
    return null
  }
  const choice = fieldsOf(Array.isArray(body.choices) ? body.choices[0] : null)
  const delta = fieldsOf(choice.delta)
  return {
    text: textOf(delta.content),
    reasoning: textOf(delta.reasoning_content) || textOf(delta.reasoning),
    finishReason: textOf(choice.finish_reason) || null,
    usage: readUsage(body.usage),
    error: readError(body),
  }
}

function readUsage(value: unknown): Chunk['usage'] {
  const usage = fieldsOf(value)
  const [inputTokens, outputTokens] = [countOf(usage.prompt_tokens), countOf(usage.completion_tokens)]
  if (inputTokens === null || outputTokens === null) return null
  return { inputTokens, outputTokens, chargeNanos: nanosOf(usage.cost) }
}

/** The gateway's error object, whole answer or last event of a stream; null where there is none. */
export function readError(value: unknown): GatewayError | null {
  const { error } = fieldsOf(value)
  if (typeof error !== 'object' || error === null) return null
  const fields = fieldsOf(error)
  return {
    code: textOf(fields.code) || 'internal_error',
    message: textOf(fields.message),
    requestId: textOf(fields.request_id) || null,
    affordable: countOf(fieldsOf(fields.details).affordable_tokens),
  }
}

/** Nanodollars of a JSON number of dollars. Up to a million dollars its nine decimals come back exactly. */
export function nanosOf(usd: unknown): string | null {
  return typeof usd === 'number' && Number.isFinite(usd) ? BigInt(Math.round(usd * 1e9)).toString() : null
}
