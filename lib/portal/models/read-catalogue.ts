import { sql } from 'kysely'
import type { PriceValues } from '#lib/portal/prices/price'
import { toPriceVersion } from '#lib/portal/prices/price-row'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** A model as customers see it: nothing here says who serves it or what that costs. */
export interface CatalogueModel {
  /** What a request names. */
  name: string
  displayName: string
  vendor: string
  contextLength: number | null
  maxOutputTokens: number | null
  capabilities: string[]
  inputModalities: string[]
  outputModalities: string[]
  price: PriceValues
  /** Whether a request for it would be served now. */
  available: boolean
}

/** Every model with a current sell price for the group, by name; `name` picks one. */
export async function readCatalogue(transaction: RoleTransaction, customerGroup: string, name?: string): Promise<CatalogueModel[]> {
  let query = transaction
    .selectFrom('core.current_prices as p')
    .innerJoin('core.models as m', 'm.name', 'p.model')
    .selectAll('p')
    .select(['m.display_name', 'm.vendor', 'm.context_length', 'm.max_output_tokens'])
    .select(['m.capabilities', 'm.input_modalities', 'm.output_modalities'])
    .select(
      sql<boolean>`exists (select from core.channel_models s join core.channels c on c.id = s.channel_id
        where s.model = m.name and c.enabled and c.deleted_at is null)`.as('available'),
    )
    .where('p.kind', '=', 'sell')
    .where('p.customer_group', '=', customerGroup)
    .where('p.withdrawn', '=', false)
    .orderBy('m.name')
  if (name !== undefined) query = query.where('p.model', '=', name)
  const rows = await query.execute()
  return rows.flatMap((row) => {
    const price = toPriceVersion(row).values
    if (!price) return []
    return {
      name: row.model,
      displayName: row.display_name || row.model,
      vendor: row.vendor,
      contextLength: row.context_length,
      maxOutputTokens: row.max_output_tokens,
      capabilities: row.capabilities,
      inputModalities: row.input_modalities,
      outputModalities: row.output_modalities,
      price,
      available: row.available,
    }
  })
}
