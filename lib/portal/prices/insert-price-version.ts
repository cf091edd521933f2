import type { Actor } from '#lib/portal/acting/actor'
import { type AuditValue, writeAudit } from '#lib/portal/acting/write-audit'
import { type Price, type PriceValues, rateColumns, rateNames } from '#lib/portal/prices/price'
import { toPrice, toPriceVersion } from '#lib/portal/prices/price-row'
import { type PriceSlot, readCurrentPrice, samePrice } from '#lib/portal/prices/price-slot'
import { serializeTiers } from '#lib/portal/prices/price-tiers'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

export interface SetPrice {
  price: Price
  /** False when the current version already says the same, and none was made. */
  changed: boolean
}

/** A new version of the price in a slot; requests admitted from now on take it. The caller has locked the catalogue. */
export async function insertPriceVersion(
  transaction: RoleTransaction,
  actor: Actor,
  slot: PriceSlot,
  values: PriceValues,
  source: Price['source'],
): Promise<SetPrice> {
  const before = await readCurrentPrice(transaction, slot)
  if (before && samePrice(before, values)) return { price: before, changed: false }
  const rates = Object.fromEntries(rateNames.map((name) => [`${rateColumns[name]}_nanos_per_million`, values.rates[name]]))
  const row = await transaction
    .insertInto('core.price_versions')
    .values({
      ...slotColumns(slot),
      ...rates,
      id: newId(),
      request_nanos: values.requestNanos,
      tiers: serializeTiers(values.tiers),
      source,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const price = toPrice(toPriceVersion(row))
  if (!price) throw new Error('a price version was inserted as withdrawn')
  await auditPrice(transaction, actor, 'price.set', slot, price.id, before, price)
  return { price, changed: true }
}

/** Ends the price in a slot; a model without a sell price is neither listed nor sold. False when there was none. */
export async function insertWithdrawal(transaction: RoleTransaction, actor: Actor, slot: PriceSlot): Promise<boolean> {
  const before = await readCurrentPrice(transaction, slot)
  if (!before) return false
  const id = newId()
  await transaction
    .insertInto('core.price_versions')
    .values({ ...slotColumns(slot), id, withdrawn: true })
    .execute()
  await auditPrice(transaction, actor, 'price.withdraw', slot, id, before, null)
  return true
}

function slotColumns(slot: PriceSlot) {
  return { kind: slot.kind, model: slot.model, customer_group: slot.customerGroup, channel_id: slot.channelId }
}

async function auditPrice(
  transaction: RoleTransaction,
  actor: Actor,
  action: string,
  slot: PriceSlot,
  id: string,
  before: PriceValues | null,
  after: PriceValues | null,
): Promise<void> {
  await writeAudit(transaction, actor, {
    teamId: null,
    action,
    targetKind: 'price',
    targetId: id,
    before: { ...slotColumns(slot), ...auditValues(before) },
    after: { ...slotColumns(slot), ...auditValues(after) },
  })
}

function auditValues(values: PriceValues | null): Record<string, AuditValue> {
  if (!values) return { values: null }
  const rates = rateNames.map((name) => [`${rateColumns[name]}_nanos_per_million`, values.rates[name]] as const)
  return {
    ...Object.fromEntries(rates.filter(([, nanos]) => nanos !== null)),
    request_nanos: values.requestNanos,
    tiers: serializeTiers(values.tiers),
  }
}
