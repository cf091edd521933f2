import { isIP } from 'node:net'
import { Agent, request } from 'undici'
import type { Provider } from '#lib/portal/channels/channel'
import { testQuestion } from '#lib/portal/channels/test-question'
import { env } from '#lib/shared/env'
import { isPrivateAddress, lookupPublicAddress, privateAddressError } from '#lib/shared/private-address'
import { scrubText } from '#lib/shared/scrub-text'

const timeoutMs = 20_000
const maxAnswerBytes = 64 * 1024
const maxTextLength = 300

export interface UpstreamQuestion {
  provider: Provider
  baseUrl: string
  /** As the upstream calls it. */
  model: string
  /** Null: the channel has none. */
  credential: string | null
}

export interface UpstreamAnswer {
  ok: boolean
  /** The upstream's HTTP status, or null when it could not be reached. */
  status: number | null
  latencyMs: number
  /** What the model said, scrubbed like `error`. */
  text: string | null
  /** What went wrong, without credential or account ids. */
  error: string | null
}

/** One small real question to a channel's upstream; never throws for what the upstream does. */
export async function askUpstream(question: UpstreamQuestion): Promise<UpstreamAnswer> {
  const secrets = question.credential === null ? [] : [question.credential]
  const startedAt = performance.now()
  const latencyMs = () => Math.round(performance.now() - startedAt)
  const agent = upstreamAgent()
  try {
    const url = new URL(`${question.baseUrl}/chat/completions`)
    refusePrivateLiteral(url)
    const answer = await request(url, {
      method: 'POST',
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        ...(question.credential === null ? {} : { authorization: `Bearer ${question.credential}` }),
      },
      body: JSON.stringify(chatBody(question)),
    })
    const body = await readLimited(answer.body)
    const ok = answer.statusCode >= 200 && answer.statusCode < 300
    const text = ok ? answerText(body, secrets) : null
    const error = text === null ? errorText(body, secrets) : null
    return { ok: text !== null, status: answer.statusCode, latencyMs: latencyMs(), text, error }
  } catch (thrown) {
    return { ok: false, status: null, latencyMs: latencyMs(), text: null, error: scrubText(describeFailure(thrown), secrets) }
  } finally {
    await agent.destroy()
  }
}

/** OpenAI's newer models know only `max_completion_tokens`, most compatible servers only `max_tokens`. */
function chatBody({ provider, model }: UpstreamQuestion) {
  const ceiling = provider === 'openai' ? { max_completion_tokens: 256 } : { max_tokens: 16 }
  return { model, messages: [{ role: 'user', content: testQuestion }], ...ceiling }
}

function upstreamAgent(): Agent {
  const connect = env().allowPrivateUpstreams ? { timeout: timeoutMs } : { timeout: timeoutMs, lookup: lookupPublicAddress }
  return new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
}

/** A literal address is connected to without a look-up, so the look-up cannot refuse it. */
function refusePrivateLiteral(url: URL): void {
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  if (!env().allowPrivateUpstreams && isIP(hostname) !== 0 && isPrivateAddress(hostname)) throw privateAddressError(hostname)
}

async function readLimited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxAnswerBytes) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** The first choice's text; an answer of another shape is no chat completion. */
function answerText(body: string, secrets: readonly string[]): string | null {
  const choices = parseObject(body)?.choices
  if (!Array.isArray(choices)) return null
  const message: unknown = choices[0]?.message
  const content = typeof message === 'object' && message !== null && 'content' in message ? message.content : null
  return typeof content === 'string' ? scrubText(content, secrets).slice(0, maxTextLength) : ''
}

function errorText(body: string, secrets: readonly string[]): string {
  const error = parseObject(body)?.error
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  const text = typeof message === 'string' ? message : body.trim() || 'The answer was empty or no chat completion.'
  return scrubText(text, secrets).slice(0, maxTextLength)
}

function describeFailure(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'The upstream could not be reached.'
  if (thrown.name === 'TimeoutError') return `No answer within ${timeoutMs / 1_000} seconds.`
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` (${thrown.code})` : ''
  return `The upstream could not be reached${code}.`
}
