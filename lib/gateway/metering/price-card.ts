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

/** The rates a request with this much input is billed at. */
export function ratesFor(card: PriceCard, inputTokenCount: number): TokenRates {
  let rates = card.rates
  for (const tier of card.tiers) if (inputTokenCount > tier.aboveInputTokens) rates = tier.rates
  return rates
}
