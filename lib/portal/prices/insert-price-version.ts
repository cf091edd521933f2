import type { Actor } from '#lib/portal/acting/actor'
import { type AuditValue, writeAudit } from '#lib/portal/acting/write-audit'
import { type Price, type PriceValues, type PriceVersion, rateColumns, rateNames } from '#lib/portal/prices/price'
import { toPriceVersion } from '#lib/portal/prices/price-row'
import { type PriceSlot, readNewestVersion, samePrice } from '#lib/portal/prices/price-slot'
import { serializeTiers } from '#lib/portal/prices/price-tiers'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { newId } from '#lib/shared/ids'

export interface SetPrice {
  version: PriceVersion
  /** False when the newest version already says the same, and none was made. */
  changed: boolean
}

/**
 * A new version in a slot, which requests admitted from now on take; null withdraws the price. The caller has locked
 * the catalogue.
 * @throws TollgateError `conflict` when there is nothing to withdraw
 */
export async function insertPriceVersion(
  transaction: RoleTransaction,
  actor: Actor,
  slot: PriceSlot,
  values: PriceValues | null,
  source: Price['source'],
): Promise<SetPrice> {
  const newest = await readNewestVersion(transaction, slot)
  if (newest && isSame(newest.values, values)) return { version: newest, changed: false }
  if (!newest && values === null) throw new TollgateError('conflict', { message: 'There is no such price to withdraw.' })
  const row = await transaction
    .insertInto('core.price_versions')
    .values({ ...slotColumns(slot), ...valueColumns(values), id: newId(), source, withdrawn: values === null })
    .returningAll()
    .executeTakeFirstOrThrow()
  await writeAudit(transaction, actor, {
    teamId: null,
    action: values === null ? 'price.withdraw' : 'price.set',
    targetKind: 'price',
    targetId: row.id,
    before: { ...slotColumns(slot), ...auditValues(newest?.values ?? null) },
    after: { ...slotColumns(slot), ...auditValues(values) },
  })
  return { version: toPriceVersion(row), changed: true }
}

function isSame(a: PriceValues | null, b: PriceValues | null): boolean {
  return a === null || b === null ? a === b : samePrice(a, b)
}

function slotColumns(slot: PriceSlot) {
  return { kind: slot.kind, model: slot.model, customer_group: slot.customerGroup, channel_id: slot.channelId }
}

function valueColumns(values: PriceValues | null) {
  const rates = Object.fromEntries(rateNames.map((name) => [`${rateColumns[name]}_nanos_per_million`, values?.rates[name] ?? null]))
  return { ...rates, request_nanos: values?.requestNanos ?? null, tiers: serializeTiers(values?.tiers ?? []) }
}

function auditValues(values: PriceValues | null): Record<string, AuditValue> {
  if (!values) return { values: null }
  return Object.fromEntries(Object.entries(valueColumns(values)).filter(([, value]) => value !== null))
}
