import type { Model } from '#lib/portal/models/model'
import type { Price } from '#lib/portal/prices/price'

/**
 * The least share of a model's price that stays after its cost, over input and output: 0.2 keeps twenty cents of a dollar,
 * below zero each token loses money. Null without both prices, or where both are free.
 */
export function leastMargin({ sellPrice, costPrice }: Pick<Model, 'sellPrice' | 'costPrice'>): number | null {
  if (!sellPrice || !costPrice) return null
  const margins = (['input', 'output'] as const).map((name) => marginOf(sellPrice, costPrice, name)).filter((margin) => margin !== null)
  return margins.length === 0 ? null : Math.min(...margins)
}

function marginOf(sell: Price, cost: Price, name: 'input' | 'output'): number | null {
  const [price, expense] = [Number(sell.rates[name]), Number(cost.rates[name])]
  if (price === 0) return expense === 0 ? null : -Infinity
  return 1 - expense / price
}
