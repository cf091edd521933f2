import { type PriceCard, tierFor } from '#lib/shared/pricing/price-card'
import { type PricedTokens, priceTokens, sumFemtos } from '#lib/shared/pricing/price-usage'
import { inputTokens, outputTokens, type TokenUsage } from '#lib/shared/pricing/token-usage'
import { divideCeil } from '#lib/shared/money'

const perMillion = 1_000_000n

/** What a settled request was charged, as its row says. Amounts are nanodollars. */
export interface ChargedRequest {
  usage: TokenUsage
  chargeNanos: bigint
  /** Counted from what was seen, or cut to what is plausible. */
  estimated: boolean
}

/**
 * A charge line by line. Lines, request fee, rounding and difference sum to the charge to the nanodollar; femtos are
 * millionths of a nanodollar.
 */
export interface ChargeExplanation {
  lines: PricedTokens[]
  /** The threshold past which the whole request took long-context rates; null below the first. */
  tierAboveTokens: number | null
  requestNanos: bigint
  /** Added once to reach a whole nanodollar, less than one. */
  roundingFemtos: bigint
  /** What tokens and price come to, rounded up. */
  priceNanos: bigint
  /** From there to the charge: below zero where it was cut to the hold. */
  differenceNanos: bigint
  /** `free`: nothing is taken; `capped`: an estimate, which takes no more than was held; `unexplained`: not by this price. */
  verdict: 'by_price' | 'free' | 'capped' | 'unexplained'
  chargeNanos: bigint
}

export function explainCharge({ usage, chargeNanos, estimated }: ChargedRequest, card: PriceCard): ChargeExplanation {
  const isFree = chargeNanos === 0n && inputTokens(usage) + outputTokens(usage) === 0
  const lines = priceTokens(usage, card)
  const requestNanos = isFree ? 0n : card.requestNanos
  const exactFemtos = sumFemtos(lines, requestNanos)
  const priceNanos = divideCeil(exactFemtos, perMillion)
  const differenceNanos = chargeNanos - priceNanos
  return {
    lines,
    tierAboveTokens: tierFor(card, inputTokens(usage))?.aboveInputTokens ?? null,
    requestNanos,
    roundingFemtos: priceNanos * perMillion - exactFemtos,
    priceNanos,
    differenceNanos,
    verdict: verdictOf(isFree, differenceNanos, estimated),
    chargeNanos,
  }
}

function verdictOf(isFree: boolean, differenceNanos: bigint, estimated: boolean): ChargeExplanation['verdict'] {
  if (isFree) return 'free'
  if (differenceNanos === 0n) return 'by_price'
  return estimated && differenceNanos < 0n ? 'capped' : 'unexplained'
}
