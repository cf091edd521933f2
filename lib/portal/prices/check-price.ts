import { type PriceValues, rateColumns, rateNames, type Rates } from '#lib/portal/prices/price'
import { TollgateError } from '#lib/shared/errors'

/** A million dollars per million tokens, or per request: beyond it a digit has slipped. */
const maxNanos = 1_000_000n * 1_000_000_000n
const maxTiers = 10

/**
 * The values with their tiers in ascending order.
 * @throws TollgateError `invalid_request` that names the field
 */
export function requirePriceValues(values: PriceValues): PriceValues {
  checkRates(values.rates, '')
  checkAmount(values.requestNanos, 'request_usd')
  const tiers = values.tiers.toSorted((a, b) => a.aboveInputTokens - b.aboveInputTokens)
  const thresholds = new Set(tiers.map((tier) => tier.aboveInputTokens))
  if (tiers.length > maxTiers || thresholds.size !== tiers.length || tiers.some((tier) => !isThreshold(tier.aboveInputTokens))) {
    throw new TollgateError('invalid_request', {
      param: 'tiers',
      message: `tiers holds at most ${maxTiers} tiers, each with an above_input_tokens of its own.`,
    })
  }
  for (const tier of tiers) checkRates(tier.rates, 'tiers.')
  return { ...values, tiers }
}

function isThreshold(tokens: number): boolean {
  return Number.isSafeInteger(tokens) && tokens > 0 && tokens <= 1_000_000_000
}

function checkRates(rates: Rates, prefix: string): void {
  for (const name of rateNames) checkAmount(rates[name], `${prefix}${rateColumns[name]}_per_million_usd`)
}

function checkAmount(nanos: bigint | null, param: string): void {
  if (nanos !== null && (nanos < 0n || nanos > maxNanos)) {
    throw new TollgateError('invalid_request', { param, message: `${param} must be between 0 and 1000000 US dollars.` })
  }
}
