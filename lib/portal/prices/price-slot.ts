import { type Price, type PriceValues, type PriceVersion, rateNames } from '#lib/portal/prices/price'
import { toPriceVersion } from '#lib/portal/prices/price-row'
import { serializeTiers } from '#lib/portal/prices/price-tiers'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Where a price belongs: the newest version in a slot is the current one. */
export interface PriceSlot {
  kind: Price['kind']
  model: string
  /** Given for `sell`, null for `cost`. */
  customerGroup: string | null
  /** Null: every channel without a cost of its own. */
  channelId: string | null
}

export function sellSlot(model: string, customerGroup = 'default'): PriceSlot {
  return { kind: 'sell', model, customerGroup, channelId: null }
}

export function costSlot(model: string, channelId: string | null = null): PriceSlot {
  return { kind: 'cost', model, customerGroup: null, channelId }
}

/** The newest version in a slot, which may be a withdrawal; null where there never was a price. */
export async function readNewestVersion(transaction: RoleTransaction, slot: PriceSlot): Promise<PriceVersion | null> {
  const row = await transaction
    .selectFrom('core.price_versions')
    .selectAll()
    .where('kind', '=', slot.kind)
    .where('model', '=', slot.model)
    .where('customer_group', slot.customerGroup === null ? 'is' : '=', slot.customerGroup)
    .where('channel_id', slot.channelId === null ? 'is' : '=', slot.channelId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toPriceVersion(row) : null
}

/** Whether two prices charge the same for every request. */
export function samePrice(a: PriceValues, b: PriceValues): boolean {
  return (
    (a.requestNanos ?? 0n) === (b.requestNanos ?? 0n) &&
    rateNames.every((name) => a.rates[name] === b.rates[name]) &&
    serializeTiers(a.tiers) === serializeTiers(b.tiers)
  )
}
