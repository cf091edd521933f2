import { env } from '#lib/shared/env'
import { errorTable, TollgateError } from '#lib/shared/errors'

/** What a path asks for that other gateways answer and this one does not yet, however its base URL was put together. */
const notOffered: readonly (readonly [RegExp, string])[] = [
  [/^(?:\/api)?(?:\/v1)?\/responses(?:\/|$)/, "OpenAI's Responses API"],
  [/^(?:\/api)?(?:\/v1)?\/messages(?:\/|$)/, "Anthropic's Messages API"],
]

/** Most who miss a path have a base URL that is not quite right, so the refusal names the right one. */
export function unknownPath(path: string): TollgateError {
  const { publicUrl } = env()
  const api = notOffered.find(([shape]) => shape.test(path))?.[1]
  if (api !== undefined)
    return new TollgateError('endpoint_not_offered', {
      message: `${api} is not offered here yet. Use chat completions instead: POST ${publicUrl}/api/v1/chat/completions.`,
    })
  return new TollgateError('unknown_path', {
    message: `${errorTable.unknown_path.text} The base URL of OpenAI's SDKs is ${publicUrl}/api/v1.`,
  })
}
