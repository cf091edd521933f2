/** What is priced by the token: property here, and the column's name without `_nanos_per_million`. */
export const rateColumns = {
  input: 'input',
  output: 'output',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  reasoning: 'reasoning',
  audioIn: 'audio_in',
  audioOut: 'audio_out',
  image: 'image',
} as const

export type RateName = keyof typeof rateColumns
export const rateNames = Object.keys(rateColumns) as RateName[]

/** Nanodollars per million tokens; null falls back to the input or output rate. */
export type Rates = Record<RateName, bigint | null>

/** Past this much input the whole request takes these rates; one that is null stays as it is below. */
export interface PriceTier {
  aboveInputTokens: number
  rates: Rates
}

export interface PriceValues {
  rates: Rates & { input: bigint; output: bigint }
  /** Nanodollars for each request, beside its tokens. */
  requestNanos: bigint | null
  /** Ascending by threshold. */
  tiers: PriceTier[]
}

export interface Price extends PriceValues {
  id: string
  kind: 'sell' | 'cost'
  model: string
  /** Sell prices belong to a customer group. */
  customerGroup: string | null
  /** Cost prices may belong to one channel; null holds for every channel without its own. */
  channelId: string | null
  source: 'manual' | 'genai-prices'
  createdAt: Date
}

/** One version of a price's history; a withdrawn one has no values. */
export type PriceVersion = Omit<Price, keyof PriceValues> & { values: PriceValues | null }

export const noRates: Readonly<Rates> = Object.freeze({
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  reasoning: null,
  audioIn: null,
  audioOut: null,
  image: null,
})
