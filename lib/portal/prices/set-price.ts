import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import { requirePriceValues } from '#lib/portal/prices/check-price'
import { insertPriceVersion, type SetPrice } from '#lib/portal/prices/insert-price-version'
import type { PriceValues } from '#lib/portal/prices/price'
import { costSlot, type PriceSlot, sellSlot } from '#lib/portal/prices/price-slot'
import { requireCustomerGroup } from '#lib/portal/teams/check-team-input'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface SetPriceInput {
  kind: PriceSlot['kind']
  model: string
  /** Of a sell price; `default` when left out. */
  customerGroup?: string
  /** Of a cost price; left out or null, it holds for every channel without a cost of its own. */
  channelId?: string | null
  /** Null withdraws the price: a model without a sell price is neither listed nor sold. */
  values: PriceValues | null
}

/** Sets or withdraws what a group pays or what a channel costs, from requests admitted after this on. */
export function setPrice(actor: Actor, input: SetPriceInput, joined?: RoleTransaction): Promise<SetPrice> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'price.change', null)
    await lockCatalogue(transaction)
    const slot = requireSlot(input)
    await requireSlotParts(transaction, slot)
    return insertPriceVersion(transaction, actor, slot, input.values && requirePriceValues(input.values), 'manual')
  })
}

/** What customers of a group pay. */
export function setSellPrice(actor: Actor, input: Omit<SetPriceInput, 'kind' | 'channelId'>, joined?: RoleTransaction): Promise<SetPrice> {
  return setPrice(actor, { ...input, kind: 'sell' }, joined)
}

/** What a request costs the operator. */
export function setCostPrice(
  actor: Actor,
  input: Omit<SetPriceInput, 'kind' | 'customerGroup'>,
  joined?: RoleTransaction,
): Promise<SetPrice> {
  return setPrice(actor, { ...input, kind: 'cost' }, joined)
}

function requireSlot(input: SetPriceInput): PriceSlot {
  if (input.kind === 'sell' && input.channelId) {
    throw new TollgateError('invalid_request', {
      param: 'channel_id',
      message: 'A sell price belongs to a customer group, not to a channel.',
    })
  }
  if (input.kind === 'cost' && input.customerGroup !== undefined) {
    throw new TollgateError('invalid_request', {
      param: 'customer_group',
      message: 'A cost belongs to a channel, not to a customer group.',
    })
  }
  return input.kind === 'sell'
    ? sellSlot(input.model, requireCustomerGroup(input.customerGroup ?? 'default'))
    : costSlot(input.model, input.channelId ?? null)
}

async function requireSlotParts(transaction: RoleTransaction, slot: PriceSlot): Promise<void> {
  const model = await transaction.selectFrom('core.models').select('name').where('name', '=', slot.model).executeTakeFirst()
  if (!model) throw new TollgateError('not_found')
  if (slot.channelId === null) return
  const channel = await transaction
    .selectFrom('core.channels')
    .select('id')
    .where('id', '=', slot.channelId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!channel) throw new TollgateError('invalid_request', { param: 'channel_id', message: 'There is no such channel.' })
}
