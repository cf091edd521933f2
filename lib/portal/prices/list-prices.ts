import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import type { PriceVersion } from '#lib/portal/prices/price'
import { toPriceVersion } from '#lib/portal/prices/price-row'
import type { PriceSlot } from '#lib/portal/prices/price-slot'

export interface ListPricesInput extends PageInput {
  model: string
  kind?: PriceSlot['kind']
}

/** Every version of a model's prices, newest first; the first of a slot is the current one. */
export async function listPrices(actor: Actor, input: ListPricesInput): Promise<Page<PriceVersion>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  return reading(actor, 'price.read', null, async (transaction) => {
    let query = transaction.selectFrom('core.price_versions').selectAll().where('model', '=', input.model)
    if (input.kind !== undefined) query = query.where('kind', '=', input.kind)
    if (before !== null) {
      query = query.where('version', '<', (sub) => sub.selectFrom('core.price_versions').select('version').where('id', '=', before))
    }
    const rows = await query
      .orderBy('version', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, (row) => row.id, toPriceVersion)
  })
}
