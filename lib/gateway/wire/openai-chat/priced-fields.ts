import { TollgateError } from '#lib/shared/errors'

type Body = Record<string, unknown>

/**
 * The closed table of fields that change the price. A name listed here may appear once, in one spelling; `decode-request`
 * prices it in the hold or refuses it. Every field that is not listed passes through untouched.
 */
export const pricedFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'n',
  'best_of',
  'max_tokens',
  'max_completion_tokens',
  'service_tier',
  'web_search_options',
  'tools',
  'modalities',
  'audio',
  'prediction',
  'usage',
  'models',
  'route',
  'plugins',
  'preset',
])

/** Served only where the channel's own price list knows them, which no chat channel's does today. */
const refusedFields = ['web_search_options', 'models', 'route', 'plugins', 'preset'] as const
const plainServiceTiers = new Set<unknown>(['auto', 'default'])
const clientSideTools = new Set<unknown>(['function', 'custom'])

/** @throws TollgateError `unsupported_parameter` naming the field whose price is not known. */
export function refuseUnpricedFields(body: Body): void {
  for (const field of refusedFields)
    if (isSet(body[field])) throw unsupported(field, `"${field}" changes what a request costs and is not supported.`)
  if (isSet(body.best_of) && body.best_of !== 1) throw unsupported('best_of', '"best_of" is only supported as 1.')
  const tier = body.service_tier
  if (isSet(tier) && !plainServiceTiers.has(tier)) throw unsupported('service_tier', '"service_tier" may be "auto" or "default".')
  refuseHostedTools(body.tools)
}

function refuseHostedTools(tools: unknown): void {
  if (!Array.isArray(tools)) return
  for (const [index, tool] of tools.entries()) {
    const type: unknown = typeof tool === 'object' && tool !== null && 'type' in tool ? tool.type : undefined
    if (isSet(type) && !clientSideTools.has(type)) {
      throw unsupported(`tools[${index}].type`, `Tools that run at the provider are not supported: only "function" and "custom" are.`)
    }
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null
}

function unsupported(param: string, message: string): TollgateError {
  return new TollgateError('unsupported_parameter', { param, message })
}
