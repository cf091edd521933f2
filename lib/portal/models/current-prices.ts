import type { Price } from '#lib/portal/prices/price'
import { toPrice, toPriceVersion } from '#lib/portal/prices/price-row'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface CurrentPrices {
  sell: ReadonlyMap<string, Price>
  cost: ReadonlyMap<string, Price>
}

/** The current sell prices of a group and the costs that hold for every channel, by model. */
export async function readCurrentPrices(
  transaction: RoleTransaction,
  customerGroup: string,
  models: readonly string[],
): Promise<CurrentPrices> {
  const prices: { sell: Map<string, Price>; cost: Map<string, Price> } = { sell: new Map(), cost: new Map() }
  if (models.length === 0) return prices
  const rows = await transaction
    .selectFrom('core.price_versions')
    .distinctOn(['kind', 'model'])
    .selectAll()
    .where('model', 'in', models)
    .where('channel_id', 'is', null)
    .where((where) => where.or([where('customer_group', '=', customerGroup), where('kind', '=', 'cost')]))
    .orderBy('kind')
    .orderBy('model')
    .orderBy('version', 'desc')
    .execute()
  for (const row of rows) {
    const price = toPrice(toPriceVersion(row))
    if (price) prices[price.kind].set(price.model, price)
  }
  return prices
}
