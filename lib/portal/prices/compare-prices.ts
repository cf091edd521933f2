import type { CatalogueEntry } from '#lib/portal/prices/catalogue'
import { type Price, type PriceTier, type PriceValues, rateColumns, rateNames, type Rates } from '#lib/portal/prices/price'
import { samePrice } from '#lib/portal/prices/price-slot'
import { applyPpm, formatUsd } from '#lib/shared/money'

export interface ModelToPrice {
  name: string
  vendor: string
  markupPpm: bigint
  contextLength: number | null
  sell: Price | null
  cost: Price | null
}

/** One field that an import would change. Amounts are nanodollars, per million tokens unless it is `request`. */
export interface PriceDifference {
  kind: 'sell' | 'cost'
  field: string
  old: bigint | string | null
  new: bigint | string | null
  /** Of `tiers` alone: what the texts say, in amounts. */
  tiers?: { old: readonly PriceTier[]; new: readonly PriceTier[] }
}

export interface ModelImport {
  model: string
  provider: string
  markupPpm: bigint
  /** What the catalogue prices and Tollgate cannot charge for. */
  leftOut: string[]
  /** The current sell price was set by hand: changed only when the model is named. */
  setByHand: boolean
  differences: PriceDifference[]
  sell: PriceValues
  cost: PriceValues
  vendor: string
  contextLength: number | null
}

/** What importing a catalogue entry would change of a model; null when nothing. Sell is cost times markup, rounded once. */
export function comparePrices(model: ModelToPrice, entry: CatalogueEntry): ModelImport | null {
  const cost = entry.values
  const sell = markUp(cost, model.markupPpm)
  const differences = [...differencesOf('sell', model.sell, sell), ...differencesOf('cost', model.cost, cost)]
  if (differences.length === 0) return null
  return {
    model: model.name,
    provider: entry.provider,
    markupPpm: model.markupPpm,
    leftOut: entry.leftOut,
    setByHand: model.sell?.source === 'manual' && !samePrice(model.sell, sell),
    differences,
    sell,
    cost,
    vendor: model.vendor || entry.provider,
    contextLength: model.contextLength ?? entry.contextLength,
  }
}

function markUp(values: PriceValues, ppm: bigint): PriceValues {
  const { input, output } = values.rates
  return {
    rates: { ...markUpRates(values.rates, ppm), input: applyPpm(input, ppm), output: applyPpm(output, ppm) },
    requestNanos: values.requestNanos === null ? null : applyPpm(values.requestNanos, ppm),
    tiers: values.tiers.map((tier) => ({ ...tier, rates: markUpRates(tier.rates, ppm) })),
  }
}

function markUpRates(rates: Rates, ppm: bigint): Rates {
  const marked = { ...rates }
  for (const name of rateNames) {
    const nanos = rates[name]
    if (nanos !== null) marked[name] = applyPpm(nanos, ppm)
  }
  return marked
}

function differencesOf(kind: PriceDifference['kind'], before: PriceValues | null, after: PriceValues): PriceDifference[] {
  const rates = rateNames.map((name) => ({ kind, field: rateColumns[name], old: before?.rates[name] ?? null, new: after.rates[name] }))
  const request = { kind, field: 'request', old: before?.requestNanos ?? null, new: after.requestNanos }
  const steps = { old: before?.tiers ?? [], new: after.tiers }
  const tiers = { kind, field: 'tiers', old: tiersText(before), new: tiersText(after), tiers: steps }
  return [...rates, request, tiers].filter((difference) => difference.old !== difference.new)
}

/** `above 200000 input tokens: input 6.000000000, output 22.500000000`, in US dollars per million. */
function tiersText(values: PriceValues | null): string | null {
  if (!values || values.tiers.length === 0) return null
  return values.tiers.map(({ aboveInputTokens, rates }) => `above ${aboveInputTokens} input tokens: ${ratesText(rates)}`).join('; ')
}

function ratesText(rates: Rates): string {
  return rateNames.flatMap((name) => (rates[name] === null ? [] : [`${rateColumns[name]} ${formatUsd(rates[name])}`])).join(', ')
}
