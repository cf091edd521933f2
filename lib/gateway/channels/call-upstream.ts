import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { upstreamTarget } from '#lib/gateway/channels/upstream-pool'

export interface UpstreamCall {
  baseUrl: string
  endpoint: string
  credential: string | null
  body: Buffer
  stream: boolean
  signal: AbortSignal
  timeoutMs: number
}

export interface UpstreamAnswer {
  status: number
  contentType: string
  retryAfterSeconds: number | null
  body: Readable
}

/** Posts to an upstream and answers when its headers are there; redirects are not followed. */
export async function callUpstream(call: UpstreamCall): Promise<UpstreamAnswer> {
  const { pool, path } = upstreamTarget(call.baseUrl, call.endpoint)
  const answer = await pool.request({
    method: 'POST',
    path,
    body: call.body,
    signal: call.signal,
    headersTimeout: Math.max(1, Math.ceil(call.timeoutMs)),
    headers: {
      'content-type': 'application/json',
      accept: call.stream ? 'text/event-stream' : 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'tollgate',
      ...(call.credential === null ? {} : { authorization: `Bearer ${call.credential}` }),
    },
  })
  return {
    status: answer.statusCode,
    contentType: single(answer.headers['content-type']) ?? '',
    retryAfterSeconds: readRetryAfter(single(answer.headers['retry-after'])),
    body: decode(answer.body, single(answer.headers['content-encoding'])),
  }
}

/** Some servers compress although they were asked not to. */
function decode(body: Readable, encoding: string | undefined): Readable {
  const decoder =
    encoding === 'gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : null
  if (!decoder) return body
  body.on('error', (error) => decoder.destroy(error))
  decoder.on('close', () => body.destroy())
  return body.pipe(decoder)
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
export async function readWhole(body: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) throw new RangeError(`an answer of more than ${limit} bytes`)
    chunks.push(chunk)
  }
  const [first] = chunks
  return chunks.length === 1 && first ? first : Buffer.concat(chunks, length)
}
