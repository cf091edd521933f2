import { type PriceValues, rateColumns, rateNames } from '#lib/portal/prices/price'
import { rateOf } from '#lib/shared/pricing/price-card'

/** What is sold for less than it costs. Amounts are nanodollars, per million tokens unless it is `request`. */
export interface Loss {
  field: (typeof rateColumns)[keyof typeof rateColumns] | 'request'
  sell: bigint
  cost: bigint
}

/**
 * Every part of a price that lies below the cost, each class at the rate it is billed at; one that neither price names
 * says nothing that input and output do not.
 */
export function findLosses(sell: PriceValues, cost: PriceValues): Loss[] {
  const named = rateNames.filter((name) => sell.rates[name] !== null || cost.rates[name] !== null)
  const parts: Loss[] = named.map((name) => ({
    field: rateColumns[name],
    sell: rateOf(sell.rates, name),
    cost: rateOf(cost.rates, name),
  }))
  parts.push({ field: 'request', sell: sell.requestNanos ?? 0n, cost: cost.requestNanos ?? 0n })
  return parts.filter((part) => part.sell < part.cost)
}
