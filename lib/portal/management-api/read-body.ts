import { env } from '#lib/shared/env'
import { TollgateError } from '#lib/shared/errors'

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/**
 * The bytes of a request's body, at most as many as this installation takes.
 * @throws TollgateError `request_too_large` without reading the rest
 */
export async function readBody(request: Request): Promise<Buffer> {
  const limit = env().TOLLGATE_MAX_BODY_BYTES
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new TollgateError('request_too_large')
  if (!request.body) return Buffer.alloc(0)
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    size += value.length
    if (size > limit) {
      await reader.cancel()
      throw new TollgateError('request_too_large')
    }
    chunks.push(value)
  }
}

/**
 * The JSON of a body; nothing at all stands for an empty object.
 * @throws TollgateError `unsupported_media_type` or `invalid_json`
 */
export function parseJsonBody(bytes: Buffer, contentType: string | null): unknown {
  if (bytes.length === 0) return {}
  if (!jsonType.test(contentType ?? '')) throw new TollgateError('unsupported_media_type')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return JSON.parse(text)
  } catch (cause) {
    throw new TollgateError('invalid_json', { cause })
  }
}
