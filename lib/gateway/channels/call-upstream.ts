import { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import type { GoneSignal } from '#lib/gateway/client-gone'
import { type AnswerBody, UpstreamBody } from '#lib/gateway/channels/upstream-body'
import { upstreamTarget } from '#lib/gateway/channels/upstream-pool'

export interface UpstreamCall {
  baseUrl: string
  endpoint: string
  credential: string | null
  body: Buffer
  stream: boolean
  signal: GoneSignal
  timeoutMs: number
}

export interface UpstreamAnswer {
  status: number
  contentType: string
  retryAfterSeconds: number | null
  body: AnswerBody
}

/** Posts to an upstream and answers when its headers are there; redirects are not followed. */
export function callUpstream(call: UpstreamCall): Promise<UpstreamAnswer> {
  const { pool, path } = upstreamTarget(call.baseUrl, call.endpoint)
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: call.stream ? 'text/event-stream' : 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'tollgate',
  }
  if (call.credential !== null) headers.authorization = `Bearer ${call.credential}`
  const headersTimeout = Math.max(1, Math.ceil(call.timeoutMs))
  return new Promise((resolve, reject) => {
    pool.dispatch({ method: 'POST', path, body: call.body, headersTimeout, headers }, receiveAnswer(call.signal, resolve, reject))
  })
}

/** A handler of undici's own, which costs half of what its `request` does for an answer that comes in one piece. */
function receiveAnswer(
  signal: GoneSignal,
  resolve: (answer: UpstreamAnswer) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  let call: Dispatcher.DispatchController | null = null
  let body: UpstreamBody | null = null
  const abort = () => call?.abort(new DOMException('The client has gone.', 'AbortError'))
  signal.addEventListener('abort', abort)
  return {
    onRequestStart(controller) {
      call = controller
      if (signal.aborted) abort()
    },
    onResponseStart(controller, status, headers) {
      if (status < 200) return
      body = new UpstreamBody(controller)
      resolve({
        status,
        contentType: single(headers['content-type']) ?? '',
        retryAfterSeconds: readRetryAfter(single(headers['retry-after'])),
        body: decode(body, single(headers['content-encoding'])),
      })
    },
    onResponseData: (_, chunk) => body?.push(chunk),
    onResponseEnd() {
      signal.removeEventListener('abort', abort)
      body?.end()
    },
    onResponseError(_, error) {
      signal.removeEventListener('abort', abort)
      if (body) body.end(error)
      else reject(error)
    },
  }
}

/** Some servers compress although they were asked not to. */
function decode(body: UpstreamBody, encoding: string | undefined): AnswerBody {
  const decoder =
    encoding === 'gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : null
  if (!decoder) return body
  const encoded = Readable.from(body, { objectMode: false })
  encoded.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => body.destroy())
  return encoded.pipe(decoder)
}

function readRetryAfter(value: string | undefined): number | null {
  const seconds = Number(value)
  return value !== undefined && Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.ceil(seconds), 3600) : null
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

/**
 * The whole body.
 * @throws RangeError past `limit` bytes.
 */
export async function readWhole(body: AnswerBody, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > limit) throw new RangeError(`an answer of more than ${limit} bytes`)
    chunks.push(chunk)
  }
  const [first] = chunks
  return chunks.length === 1 && first ? first : Buffer.concat(chunks, length)
}
