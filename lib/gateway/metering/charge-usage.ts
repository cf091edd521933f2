import type { ObservedUsage } from '#lib/gateway/metering/observe-usage'
import { inputClasses, outputClasses, type PriceCard, type TokenClass } from '#lib/shared/pricing/price-card'
import { priceUsage } from '#lib/shared/pricing/price-usage'
import type { TokenUsage } from '#lib/shared/pricing/token-usage'

/** The most tokens a request can plausibly have used; a claim beyond is garbled. */
export interface UsageBounds {
  input: number
  output: number
}

/** What an admitted request is charged by. */
export interface ChargeTerms {
  price: PriceCard
  holdNanos: bigint
  usageBounds: UsageBounds
}

export interface ChargedUsage extends ObservedUsage {
  chargeNanos: bigint
  isPlausible: boolean
}

/**
 * True usage is charged whatever was held. An estimate is no ground for taking more than the client agreed to, and a claim
 * beyond the bounds is no more than an estimate.
 */
export function chargeUsage(used: ObservedUsage, { price, holdNanos, usageBounds }: ChargeTerms): ChargedUsage {
  const usage = { ...used.usage }
  const isInputPlausible = cutTo(usage, inputClasses, usageBounds.input)
  const isOutputPlausible = cutTo(usage, outputClasses, usageBounds.output)
  const isPlausible = isInputPlausible && isOutputPlausible
  const estimated = used.estimated || !isPlausible
  const charge = priceUsage(usage, price)
  const isGuess = !used.isTold || !isPlausible
  return { usage, estimated, isTold: used.isTold, isPlausible, chargeNanos: isGuess && charge > holdNanos ? holdNanos : charge }
}

/** Cuts the classes to `most` in all, the later ones first; false when there was anything to cut. */
function cutTo(usage: TokenUsage, classes: readonly TokenClass[], most: number): boolean {
  let left = most
  let isWhole = true
  for (const tokenClass of classes) {
    if (usage[tokenClass] > left) isWhole = false
    usage[tokenClass] = Math.min(usage[tokenClass], left)
    left -= usage[tokenClass]
  }
  return isWhole
}
