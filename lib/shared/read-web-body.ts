import { TollgateError } from '#lib/shared/errors'

/** A body over the limit, in the words every door uses. */
export function bodyTooLarge(limitBytes: number): TollgateError {
  return new TollgateError('request_too_large', {
    message: `The request body is larger than ${limitBytes} bytes.`,
    details: { limit_bytes: limitBytes },
  })
}

/**
 * The bytes of a web-standard request's body.
 * @throws TollgateError `request_too_large` without reading the rest.
 */
export async function readWebBody(request: Request, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw bodyTooLarge(limitBytes)
  const reader = request.body?.getReader()
  if (!reader) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks, length)
    length += value.byteLength
    if (length > limitBytes) {
      await reader.cancel()
      throw bodyTooLarge(limitBytes)
    }
    chunks.push(value)
  }
}
