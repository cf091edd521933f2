import { answerJson } from '#lib/gateway/endpoints/answer-json'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import { type PriceCard, rateOf, type TokenClass } from '#lib/shared/pricing/price-card'
import { verifiedSnapshot } from '#lib/gateway/snapshot/current-snapshot'
import type { KeyRecord } from '#lib/gateway/keys/find-key'
import type { ModelEntry } from '#lib/gateway/snapshot/snapshot'
import type { GatewayResponse } from '#lib/gateway/types'
import { unknownModel } from '#lib/gateway/refusals/unknown-model'
import { checkModel, resolveModel } from '#lib/shared/policy/check-policy'

/** `GET /models`: what the caller's key may call, by name, aliases included. */
export async function serveModels(context: RequestContext): Promise<GatewayResponse> {
  const { models } = await verifiedSnapshot()
  const { key } = context.caller
  const names = [...new Set([...models.keys(), ...key.policy.aliases.flatMap((ofLevel) => [...ofLevel.keys()])])].sort()
  const data = names.flatMap((name) => {
    const model = findOffered(models, key, name)
    return model ? [describeModel(name, model, key.customerGroup)] : []
  })
  return answerJson({ object: 'list', data })
}

/** `GET /models/{id}`; ids may contain slashes. */
export async function serveModel(context: RequestContext, id: string): Promise<GatewayResponse> {
  const { models } = await verifiedSnapshot()
  const { key } = context.caller
  const model = findOffered(models, key, id)
  if (!model) throw unknownModel(id)
  return answerJson(describeModel(id, model, key.customerGroup))
}

/** The model that a name means to this key; undefined where it may not be called, or there is none. */
function findOffered(models: ReadonlyMap<string, ModelEntry>, { policy, customerGroup }: KeyRecord, name: string): ModelEntry | undefined {
  const model = models.get(resolveModel(policy, name))
  if (!model?.prices.has(customerGroup) || model.candidates.length === 0) return undefined
  return checkModel(policy, model.name) ? undefined : model
}

/** By the name it was asked for, an alias or its own. OpenAI's shape, with pricing, context and modalities as OpenRouter writes them: USD per token as decimal text. */
function describeModel(name: string, model: ModelEntry, group: string) {
  const price = model.prices.get(group)
  const { contextLength, maxOutputTokens } = model.limits
  return {
    id: name,
    object: 'model',
    created: Math.floor(model.createdAt.getTime() / 1000),
    owned_by: model.vendor || 'tollgate',
    name: model.displayName,
    context_length: contextLength,
    max_output_tokens: maxOutputTokens,
    architecture: {
      modality: `${model.inputModalities.join('+')}->${model.outputModalities.join('+')}`,
      input_modalities: model.inputModalities,
      output_modalities: model.outputModalities,
    },
    pricing: price && describePrice(price),
    top_provider: { context_length: contextLength, max_completion_tokens: maxOutputTokens },
    capabilities: model.capabilities,
    ...(name !== model.name && { alias_of: model.name }),
  }
}

const optionalPrices: readonly (readonly [string, TokenClass])[] = [
  ['input_cache_read', 'cacheRead'],
  ['input_cache_write', 'cacheWrite5m'],
  ['input_cache_write_1h', 'cacheWrite1h'],
  ['internal_reasoning', 'reasoning'],
  ['audio', 'audioIn'],
  ['audio_output', 'audioOut'],
  ['image', 'image'],
]

function describePrice(price: PriceCard): Record<string, unknown> {
  const pricing: Record<string, unknown> = {
    prompt: usdPerToken(price.rates.input),
    completion: usdPerToken(price.rates.output),
    request: decimal(price.requestNanos, 9),
  }
  for (const [name, tokenClass] of optionalPrices)
    if (price.rates[tokenClass] !== null) pricing[name] = usdPerToken(rateOf(price.rates, tokenClass))
  if (price.tiers.length > 0) {
    pricing.overrides = price.tiers.map(({ aboveInputTokens, rates }) => ({
      min_prompt_tokens: aboveInputTokens,
      prompt: usdPerToken(rates.input),
      completion: usdPerToken(rates.output),
    }))
  }
  return pricing
}

function usdPerToken(nanosPerMillion: bigint): string {
  return decimal(nanosPerMillion, 15)
}

/** `value / 10^places` as exact decimal text without trailing zeros. */
function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0')
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '')
}
