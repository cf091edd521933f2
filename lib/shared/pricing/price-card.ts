/** Rates in nanodollars per million tokens. A class without a rate of its own falls back as `rateOf` says. */
export interface TokenRates {
  input: bigint
  output: bigint
  cacheRead: bigint | null
  cacheWrite5m: bigint | null
  cacheWrite1h: bigint | null
  reasoning: bigint | null
  audioIn: bigint | null
  audioOut: bigint | null
  image: bigint | null
}

/** One immutable version of a price: what requests admitted under it cost. */
export interface PriceCard {
  id: string
  rates: TokenRates
  requestNanos: bigint
  /** Long-context rates, ascending: past `aboveInputTokens` the whole request takes them. */
  tiers: readonly { aboveInputTokens: number; rates: TokenRates }[]
}

export type TokenClass = keyof TokenRates

/** Rates as they are stored: a tier names only those that differ. */
export type StoredRates = Record<TokenClass, bigint | null>

export interface StoredPrice {
  id: string
  rates: StoredRates
  requestNanos: bigint | null
  tiers: readonly { aboveInputTokens: number; rates: StoredRates }[]
}

/** The card of a stored price: what a tier does not name stays as it is below, and tiers ascend. */
export function toPriceCard({ id, rates, requestNanos, tiers }: StoredPrice): PriceCard {
  const filled = (own: StoredRates): TokenRates => ({ ...own, input: own.input ?? 0n, output: own.output ?? 0n })
  return {
    id,
    rates: filled(rates),
    requestNanos: requestNanos ?? 0n,
    tiers: tiers
      .map((tier) => ({ aboveInputTokens: tier.aboveInputTokens, rates: filled(overlay(rates, tier.rates)) }))
      .sort((a, b) => a.aboveInputTokens - b.aboveInputTokens),
  }
}

function overlay(below: StoredRates, own: StoredRates): StoredRates {
  const rates = { ...below }
  for (const tokenClass of [...inputClasses, ...outputClasses]) rates[tokenClass] = own[tokenClass] ?? below[tokenClass]
  return rates
}

export const inputClasses = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'audioIn',
  'image',
] as const satisfies readonly TokenClass[]
export const outputClasses = ['output', 'reasoning', 'audioOut'] as const satisfies readonly TokenClass[]

/** Cache, audio and image input fall back to the input rate, a 1-hour write to the 5-minute one first; reasoning and audio output to the output rate. */
export function rateOf(rates: TokenRates, tokenClass: TokenClass): bigint {
  const own = rates[tokenClass]
  if (own !== null) return own
  if (tokenClass === 'cacheWrite1h') return rates.cacheWrite5m ?? rates.input
  return tokenClass === 'reasoning' || tokenClass === 'audioOut' ? rates.output : rates.input
}

export type PriceTier = PriceCard['tiers'][number]

/** The tier a request with this much input reaches, or null below the first. */
export function tierFor(card: PriceCard, inputTokenCount: number): PriceTier | null {
  let reached: PriceTier | null = null
  for (const tier of card.tiers) if (inputTokenCount > tier.aboveInputTokens) reached = tier
  return reached
}

/** The rates a request with this much input is billed at. */
export function ratesFor(card: PriceCard, inputTokenCount: number): TokenRates {
  return tierFor(card, inputTokenCount)?.rates ?? card.rates
}
