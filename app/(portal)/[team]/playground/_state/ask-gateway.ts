import { createParser } from 'eventsource-parser'
import type { FailureReach, Figures, Message } from './conversation'
import type { SentParameters } from './parameters'
import { type GatewayError, readChunk, readError } from './read-chunk'

export interface Question {
  model: string
  messages: readonly Message[]
  parameters: SentParameters
  /** Null where nobody asks for one. */
  endUser: string | null
}

export interface Listener {
  /** The answer has begun; headers are known. */
  onBegin: (begun: { requestId: string | null; ceiling: number | null }) => void
  onDelta: (text: string, reasoning: string) => void
}

export type Outcome =
  | { kind: 'done'; finishReason: string | null; figures: Figures }
  /** Refused before it began, or broken off. */
  | { kind: 'failed'; error: GatewayError; reach: FailureReach; ttftMs: number | null }
  | { kind: 'stopped'; ttftMs: number | null }

/** Streams one answer from the gateway on the same origin. Never throws: what goes wrong is an outcome. */
export async function askGateway(secret: string, question: Question, listener: Listener, signal: AbortSignal): Promise<Outcome> {
  const askedAt = performance.now()
  let firstAt: number | null = null
  let begun = false
  const ttftMs = () => (firstAt === null ? null : Math.round(firstAt - askedAt))
  try {
    const response = await fetch('/api/v1/chat/completions', {
      method: 'POST',
      credentials: 'omit',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(question)),
      signal,
    })
    const requestId = response.headers.get('x-request-id')
    if (!response.ok || !response.body)
      return { kind: 'failed', error: await errorOf(response, requestId), reach: reachOf(response), ttftMs: null }
    begun = true
    listener.onBegin({ requestId, ceiling: Number(response.headers.get('x-tollgate-max-tokens')) || null })

    let finishReason: string | null = null
    let usage: { inputTokens: number; outputTokens: number; chargeNanos: string | null } | null = null
    let error: GatewayError | null = null
    const parser = createParser({
      onEvent: ({ data }) => {
        const chunk = readChunk(data)
        if (!chunk) return
        if (chunk.text !== '' || chunk.reasoning !== '') {
          firstAt ??= performance.now()
          listener.onDelta(chunk.text, chunk.reasoning)
        }
        finishReason = chunk.finishReason ?? finishReason
        usage = chunk.usage ?? usage
        error = chunk.error ?? error
      },
    })
    const decoder = new TextDecoder()
    for await (const bytes of piecesOf(response.body)) parser.feed(decoder.decode(bytes, { stream: true }))
    if (error) return { kind: 'failed', error, reach: 'broken', ttftMs: ttftMs() }
    return { kind: 'done', finishReason, figures: figuresOf(usage, ttftMs(), firstAt) }
  } catch {
    if (signal.aborted) return { kind: 'stopped', ttftMs: ttftMs() }
    const error = { code: 'network', message: '', requestId: null, affordable: null }
    return { kind: 'failed', error, reach: begun ? 'broken' : 'lost', ttftMs: ttftMs() }
  }
}

/** The request as the code that is shown makes it, but for its end user and for asking for its price at the end. */
function bodyOf({ model, messages, parameters, endUser }: Question) {
  return {
    model,
    messages,
    ...parameters,
    ...(endUser === null ? {} : { user: endUser }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

/** A reader, since not every browser lets a stream be iterated. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value
}

/** Only answers to admitted requests name the model that was asked, and those are logged. */
function reachOf(response: Response): FailureReach {
  return response.headers.has('x-tollgate-model') ? 'failed' : 'refused'
}

async function errorOf(response: Response, requestId: string | null): Promise<GatewayError> {
  const body: unknown = await response.json().catch(() => null)
  const error = readError(body) ?? {
    code: response.status >= 500 ? 'unavailable' : 'invalid_request',
    message: '',
    requestId: null,
    affordable: null,
  }
  return { ...error, requestId: error.requestId ?? requestId }
}

function figuresOf(
  usage: { inputTokens: number; outputTokens: number; chargeNanos: string | null } | null,
  ttftMs: number | null,
  firstAt: number | null,
): Figures {
  const seconds = firstAt === null ? 0 : (performance.now() - firstAt) / 1000
  return {
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    chargeNanos: usage?.chargeNanos ?? null,
    ttftMs,
    // An answer of one piece has no rate.
    tokensPerSecond: usage && seconds > 0.05 ? usage.outputTokens / seconds : null,
    estimated: false,
  }
}
