import { env } from '#lib/shared/env'
import { errorTable, TollgateError } from '#lib/shared/errors'

/** Most who miss a path have a base URL that is not quite right, so the refusal names the right one. */
export function unknownPath(): TollgateError {
  return new TollgateError('unknown_path', {
    message: `${errorTable.unknown_path.text} The base URL of OpenAI's SDKs is ${env().publicUrl}/api/v1.`,
  })
}
