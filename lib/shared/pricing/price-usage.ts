import { inputClasses, outputClasses, type PriceCard, rateOf, ratesFor, type TokenClass } from '#lib/shared/pricing/price-card'
import { inputTokens, type TokenUsage } from '#lib/shared/pricing/token-usage'
import { divideCeil } from '#lib/shared/money'

const perMillion = 1_000_000n

/** What the tokens of one class come to, exactly. */
export interface PricedTokens {
  tokenClass: TokenClass
  tokens: number
  /** Nanodollars per million tokens. */
  rate: bigint
  /** Millionths of a nanodollar: tokens times rate. */
  femtos: bigint
}

/** The usage, class by class, at the rates its input reaches; classes without tokens are left out. */
export function priceTokens(usage: TokenUsage, card: PriceCard): PricedTokens[] {
  const rates = ratesFor(card, inputTokens(usage))
  const lines: PricedTokens[] = []
  for (const classes of [inputClasses, outputClasses]) {
    for (const tokenClass of classes) {
      const tokens = usage[tokenClass]
      if (tokens === 0) continue
      const rate = rateOf(rates, tokenClass)
      lines.push({ tokenClass, tokens, rate, femtos: BigInt(tokens) * rate })
    }
  }
  return lines
}

/** What the usage costs in nanodollars: summed exactly over the classes, rounded up once. */
export function priceUsage(usage: TokenUsage, card: PriceCard): bigint {
  return divideCeil(sumFemtos(priceTokens(usage, card), card.requestNanos), perMillion)
}

/** Lines and the price per request together, in millionths of a nanodollar. */
export function sumFemtos(lines: readonly PricedTokens[], requestNanos: bigint): bigint {
  return lines.reduce((sum, line) => sum + line.femtos, requestNanos * perMillion)
}
