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
  'search_parameters',
  'enable_search',
  'web_search',
  'extra_body',
  'max_output_tokens',
  'max_new_tokens',
  'num_return_sequences',
  'candidate_count',
  'candidatecount',
  'generation_config',
  'generationconfig',
  'speed',
  'image_config',
  'previous_response_id',
  'conversation',
  'cached_content',
  'file_ids',
  'data_sources',
  'connectors',
  'mcp_servers',
  'web_search_enabled',
  'compound_custom',
  'venice_parameters',
  'num_predict',
  'cachedcontent',
  'performanceconfig',
  'reasoning',
  'thinking',
])

/** Fields of other dialects, as the fold of the scan spells them: refused in any spelling, so by their usual name. */
const camelFields: ReadonlyMap<string, string> = new Map([
  ['candidatecount', 'candidateCount'],
  ['generationconfig', 'generationConfig'],
  ['cachedcontent', 'cachedContent'],
  ['performanceconfig', 'performanceConfig'],
])

/** Fields of other dialects that some upstream obeys, and the values besides null, false and empty that change nothing. */
const foreignFields: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['search_parameters', (value: unknown) => isRecord(value) && value.mode === 'off'],
  ['enable_search', isEmpty],
  ['web_search', isEmpty],
  ['extra_body', isEmpty],
  ['max_output_tokens', isEmpty],
  ['max_new_tokens', isEmpty],
  ['num_return_sequences', (value: unknown) => value === 1],
  ['candidate_count', (value: unknown) => value === 1],
  ['candidatecount', () => false],
  ['generation_config', isEmpty],
  ['generationconfig', () => false],
  ['speed', (value: unknown) => value === 'standard'],
  ['image_config', isEmpty],
  // Input that lies at the provider and no byte of the body bounds.
  ['previous_response_id', isEmpty],
  ['conversation', isEmpty],
  ['cached_content', isEmpty],
  ['file_ids', isEmpty],
  // Searches and tools that run there.
  ['data_sources', isEmpty],
  ['connectors', isEmpty],
  ['mcp_servers', isEmpty],
  ['web_search_enabled', isEmpty],
  ['compound_custom', isEmpty],
  ['venice_parameters', isEmpty],
  ['num_predict', isEmpty],
  ['cachedcontent', () => false],
  ['performanceconfig', () => false],
])

/** Served only where the channel's own price list knows them, which no chat channel's does today. */
const refusedFields = ['web_search_options', 'models', 'route', 'plugins', 'preset'] as const
const plainServiceTiers = new Set<unknown>(['auto', 'default'])

/** @throws TollgateError `unsupported_parameter` naming the field whose price is not known. */
export function refuseUnpricedFields(body: Body): void {
  for (const field of refusedFields)
    if (isSet(body[field])) throw unsupported(field, `"${field}" changes what a request costs and is not supported.`)
  if (isSet(body.best_of) && body.best_of !== 1) throw unsupported('best_of', '"best_of" is only supported as 1.')
  const tier = body.service_tier
  if (isSet(tier) && !plainServiceTiers.has(tier)) throw unsupported('service_tier', '"service_tier" may be "auto" or "default".')
  for (const [field, isHarmless] of foreignFields) {
    const value = body[field]
    if (isSet(value) && value !== false && value !== '' && !isHarmless(value))
      throw unsupported(field, `"${field}" changes what a request costs and is not supported.`)
  }
}

/** @throws TollgateError `unsupported_parameter`, or `duplicate_field`, for a name that the scan of the body found ambiguous. */
export function refuseAmbiguousField(name: string): never {
  const camel = camelFields.get(name)
  if (camel !== undefined) throw unsupported(camel, `"${camel}" changes what a request costs and is not supported.`)
  throw new TollgateError('duplicate_field', { param: name, message: `"${name}" appears more than once, or in another spelling.` })
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' ? value === null || Object.keys(value).length === 0 : value === false || value === ''
}

function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null
}

function unsupported(param: string, message: string): TollgateError {
  return new TollgateError('unsupported_parameter', { param, message })
}
