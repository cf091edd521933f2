import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import { requirePriceValues } from '#lib/portal/prices/check-price'
import { insertPriceVersion, insertWithdrawal, type SetPrice } from '#lib/portal/prices/insert-price-version'
import type { PriceValues } from '#lib/portal/prices/price'
import { costSlot, type PriceSlot, sellSlot } from '#lib/portal/prices/price-slot'
import { requireCustomerGroup } from '#lib/portal/teams/check-team-input'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface SetSellPriceInput {
  model: string
  /** `default` when left out. */
  customerGroup?: string
  values: PriceValues
}

export interface SetCostPriceInput {
  model: string
  /** Null or left out: for every channel without a cost of its own. */
  channelId?: string | null
  values: PriceValues
}

/** What customers of a group pay, from requests admitted after this on. */
export function setSellPrice(actor: Actor, input: SetSellPriceInput, joined?: RoleTransaction): Promise<SetPrice> {
  return setPrice(actor, sellSlot(input.model, requireCustomerGroup(input.customerGroup ?? 'default')), input.values, joined)
}

/** What a request costs the operator on a channel, or on every channel without a cost of its own. */
export function setCostPrice(actor: Actor, input: SetCostPriceInput, joined?: RoleTransaction): Promise<SetPrice> {
  return setPrice(actor, costSlot(input.model, input.channelId ?? null), input.values, joined)
}

/** Ends the current price of a slot; answers whether there was one. */
export function withdrawPrice(actor: Actor, slot: PriceSlot, joined?: RoleTransaction): Promise<boolean> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'price.change', null)
    await lockCatalogue(transaction)
    await requireSlot(transaction, slot)
    return insertWithdrawal(transaction, actor, slot)
  })
}

function setPrice(actor: Actor, slot: PriceSlot, values: PriceValues, joined: RoleTransaction | undefined): Promise<SetPrice> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'price.change', null)
    await lockCatalogue(transaction)
    await requireSlot(transaction, slot)
    return insertPriceVersion(transaction, actor, slot, requirePriceValues(values), 'manual')
  })
}

async function requireSlot(transaction: RoleTransaction, slot: PriceSlot): Promise<void> {
  const model = await transaction.selectFrom('core.models').select('name').where('name', '=', slot.model).executeTakeFirst()
  if (!model) throw new TollgateError('not_found')
  if (slot.channelId === null) return
  const channel = await transaction
    .selectFrom('core.channels')
    .select('id')
    .where('id', '=', slot.channelId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!channel) throw new TollgateError('invalid_request', { param: 'channel', message: 'There is no such channel.' })
}
