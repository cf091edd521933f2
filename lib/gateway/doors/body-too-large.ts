import { TollgateError } from '#lib/shared/errors'

/** 413 with the limit in its details. */
export function bodyTooLarge(limitBytes: number): TollgateError {
  return new TollgateError('request_too_large', {
    message: `The request body is larger than ${limitBytes} bytes.`,
    details: { limit_bytes: limitBytes },
  })
}
