import { inputClasses, outputClasses, type PriceCard, rateOf, ratesFor } from '#lib/gateway/metering/price-card'
import { inputTokens, type TokenUsage } from '#lib/gateway/metering/token-usage'
import { divideCeil } from '#lib/shared/money'

const perMillion = 1_000_000n

/** What the usage costs in nanodollars: summed exactly over the classes, rounded up once. */
export function priceUsage(usage: TokenUsage, card: PriceCard): bigint {
  const rates = ratesFor(card, inputTokens(usage))
  let total = card.requestNanos * perMillion
  for (const tokenClass of inputClasses) total += tokenCost(usage[tokenClass], rateOf(rates, tokenClass))
  for (const tokenClass of outputClasses) total += tokenCost(usage[tokenClass], rateOf(rates, tokenClass))
  return divideCeil(total, perMillion)
}

function tokenCost(tokens: number, rate: bigint): bigint {
  return tokens === 0 ? 0n : BigInt(tokens) * rate
}
