import type { Actor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { reading } from '#lib/portal/acting/run-verb'
import { readCurrentPrices } from '#lib/portal/models/current-prices'
import { type Model, toModel } from '#lib/portal/models/model'
import { readServedModels } from '#lib/portal/models/served-models'

/** A catalogue longer than this has to be searched. */
export const maxPricedModels = 2_000

/** The whole catalogue at the prices of one group, with costs; for operators who look at margins. */
export function listPricedModels(actor: Actor, input: { search?: string; customerGroup?: string } = {}): Promise<Model[]> {
  return reading(actor, 'price.read', null, async (transaction) => {
    let query = transaction.selectFrom('core.models').selectAll()
    const search = input.search?.trim()
    if (search) {
      const pattern = containsPattern(search)
      query = query.where((where) =>
        where.or([where('name', 'ilike', pattern), where('vendor', 'ilike', pattern), where('display_name', 'ilike', pattern)]),
      )
    }
    const rows = await query.orderBy('name').limit(maxPricedModels).execute()
    const names = rows.map((row) => row.name)
    const prices = await readCurrentPrices(transaction, input.customerGroup ?? 'default', names)
    const served = await readServedModels(transaction, names)
    return rows.map((row) =>
      toModel(row, {
        sellPrice: prices.sell.get(row.name) ?? null,
        costPrice: prices.cost.get(row.name) ?? null,
        served: served.has(row.name),
      }),
    )
  })
}
