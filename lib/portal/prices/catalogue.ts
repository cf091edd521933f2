import { calcPrice, findProvider, type ModelPrice } from '@pydantic/genai-prices'
import { parseCatalogueRate } from '#lib/portal/prices/catalogue-rate'
import { noRates, type PriceTier, type PriceValues, type RateName, rateNames, type Rates } from '#lib/portal/prices/price'

/** What `@pydantic/genai-prices` knows of a model, in our units. */
export interface CatalogueEntry {
  /** The provider whose list price it is. */
  provider: string
  contextLength: number | null
  values: PriceValues
  /** What the catalogue prices and Tollgate has no class for; to be looked at before selling. */
  leftOut: string[]
}

const classOfKey: Readonly<Record<string, RateName>> = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cacheRead',
  cache_write_mtok: 'cacheWrite5m',
  cache_write_5m_mtok: 'cacheWrite5m',
  cache_write_1h_mtok: 'cacheWrite1h',
  output_reasoning_mtok: 'reasoning',
  input_audio_mtok: 'audioIn',
  output_audio_mtok: 'audioOut',
  input_image_mtok: 'image',
}

/** Hosted tools: refused by the gateway unless priced, so their prices are not missed. */
const hostedTools = new Set([
  'web_searches_kcount',
  'storage_searches_kcount',
  'social_searches_kcount',
  'code_executions_kcount',
  'rerank_searches_kcount',
])

const halfHoursOfDay = 48

/**
 * The list price of a model on the day of `at`, or null when the catalogue has no price by the token for it.
 * @param vendor a provider id to look in first, such as `groq`; else the provider that the name belongs to
 */
export function findCatalogueEntry(name: string, vendor: string, at: Date): CatalogueEntry | null {
  const lookup = lookupFor(name, vendor)
  const found = lookup && calcPrice({}, lookup.model, { providerId: lookup.provider, timestamp: at })
  if (!found) return null
  const prices = Array.isArray(found.model.prices) ? pricesOfDay(lookup, at) : [found.model_price]
  const entries = prices.map((price) => toValues(price)).filter((values) => values !== null)
  const [first, ...others] = entries
  if (!first) return null
  return {
    provider: found.provider.id,
    contextLength: found.model.context_window ?? null,
    values: others.reduce(dearest, first),
    leftOut: [
      ...new Set(prices.flatMap((price) => Object.keys(price).filter((key) => !(key in classOfKey) && !hostedTools.has(key)))),
    ].toSorted(),
  }
}

interface Lookup {
  model: string
  provider: string
}

/** `vendor/model` names its provider; a bare name belongs to the provider whose pattern it fits. */
function lookupFor(name: string, vendor: string): Lookup | null {
  const byVendor = vendor && findProvider({ providerId: vendor.toLowerCase() })
  if (byVendor) return { model: name, provider: byVendor.id }
  const slash = name.indexOf('/')
  const byPrefix = slash > 0 ? findProvider({ providerId: name.slice(0, slash).toLowerCase() }) : undefined
  if (byPrefix) return { model: name.slice(slash + 1), provider: byPrefix.id }
  const byName = findProvider({ modelId: name })
  return byName ? { model: name, provider: byName.id } : null
}

/** Some vendors are cheaper at night: every price the day has. */
function pricesOfDay({ model, provider }: Lookup, at: Date): ModelPrice[] {
  const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate())
  const times = Array.from({ length: halfHoursOfDay }, (_, index) => new Date(midnight + index * 1_800_000))
  const distinct = new Map<string, ModelPrice>()
  for (const timestamp of times) {
    const price = calcPrice({}, model, { providerId: provider, timestamp })?.model_price
    if (price) distinct.set(JSON.stringify(price), price)
  }
  return [...distinct.values()]
}

function toValues(price: ModelPrice): PriceValues | null {
  const base: Rates = { ...noRates }
  const tiers = new Map<number, Rates>()
  for (const [key, value] of Object.entries(price)) {
    const name = classOfKey[key]
    if (!name || value === undefined) continue
    base[name] = parseCatalogueRate(typeof value === 'object' ? value.base : value)
    for (const tier of typeof value === 'object' ? value.tiers : []) {
      const rates = tiers.get(tier.start) ?? { ...noRates }
      rates[name] = parseCatalogueRate(tier.price)
      tiers.set(tier.start, rates)
    }
  }
  if (base.input === null) return null
  // Embedding models answer nothing that is counted.
  return { rates: { ...base, input: base.input, output: base.output ?? 0n }, requestNanos: requestNanos(price), tiers: fillTiers(tiers) }
}

/** The catalogue prices requests by the thousand. */
function requestNanos(price: ModelPrice): bigint | null {
  const perThousand = price.requests_kcount
  return typeof perThousand === 'number' ? (parseCatalogueRate(perThousand) + 999n) / 1_000n : null
}

/** A class that a higher tier does not mention keeps the rate of the tier below. */
function fillTiers(tiers: ReadonlyMap<number, Rates>): PriceTier[] {
  const filled: PriceTier[] = []
  for (const [aboveInputTokens, own] of [...tiers].toSorted(([a], [b]) => a - b)) {
    const below = filled.at(-1)?.rates ?? noRates
    const rates = { ...noRates }
    for (const name of rateNames) rates[name] = own[name] ?? below[name]
    filled.push({ aboveInputTokens, rates })
  }
  return filled
}

/** The higher rate of each class; tiers of the dearer input. */
function dearest(a: PriceValues, b: PriceValues): PriceValues {
  const rates = { ...a.rates }
  for (const name of rateNames) {
    const other = b.rates[name]
    if (other !== null && other > (rates[name] ?? -1n)) rates[name] = other
  }
  return { rates, requestNanos: a.requestNanos ?? b.requestNanos, tiers: b.rates.input > a.rates.input ? b.tiers : a.tiers }
}
