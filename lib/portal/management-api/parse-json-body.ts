import { TollgateError } from '#lib/shared/errors'

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

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
