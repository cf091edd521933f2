/** About a kilobyte, as a short conversation is. */
const prompt = 'Please tell me what you know of the history of this town, its people and its trades, and keep it short. '.repeat(7)

export interface RequestOptions {
  path: string
  model: string
  headers: Record<string, string>
  streamed: boolean
  /** Milliseconds the upstream waits before an answer, or between the chunks of a stream. */
  upstreamWaitMs?: number
}

/** A whole HTTP request as text: the same bytes for every target but for path, model and key. */
export function chatRequest({ path, model, headers, streamed, upstreamWaitMs = 0 }: RequestOptions): string {
  const messages = [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: prompt },
  ]
  const wait = upstreamWaitMs > 0 ? { seed: upstreamWaitMs } : {}
  const body = JSON.stringify({ model, messages, max_tokens: 512, temperature: 0.2, ...(streamed ? { stream: true } : {}), ...wait })
  const all = { host: '127.0.0.1', 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}
