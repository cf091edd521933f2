import type { Updateable } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { readModel } from '#lib/portal/models/get-model'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import type { Model } from '#lib/portal/models/model'
import { requireModelName } from '#lib/portal/models/model-name'
import type { PriceValues } from '#lib/portal/prices/price'
import { readNewestVersion, sellSlot } from '#lib/portal/prices/price-slot'
import { setSellPrice } from '#lib/portal/prices/set-price'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import type { CoreModels } from '#lib/shared/database/types'

export interface PutModelInput {
  name: string
  displayName?: string
  vendor?: string
  contextLength?: number | null
  maxOutputTokens?: number | null
  maxImageTokens?: number | null
  capabilities?: readonly string[]
  inputModalities?: readonly string[]
  outputModalities?: readonly string[]
  markupPpm?: bigint
  /** The default group's sell price; null withdraws it. */
  prices?: PriceValues | null
}

export interface PutModel {
  model: Model
  created: boolean
}

/** Makes a model or changes what is given of it; the rest keeps its value. */
export function putModel(actor: Actor, input: PutModelInput, joined?: RoleTransaction): Promise<PutModel> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'catalogue.change', null)
    const name = requireModelName(input.name)
    await lockCatalogue(transaction)
    const created = await insertModel(transaction, actor, name)
    const change = columnsOf(input)
    if (Object.keys(change).length > 0) await changeModel(transaction, actor, name, change)
    const sold = await readNewestVersion(transaction, sellSlot(name))
    if (input.prices || (input.prices === null && sold)) await setSellPrice(actor, { model: name, values: input.prices }, transaction)
    return { model: await readModel(transaction, name), created }
  })
}

/** Makes a model that is not sold until it has a price; false when it is already there. */
export async function insertModel(transaction: RoleTransaction, actor: Actor, name: string): Promise<boolean> {
  const made = await transaction
    .insertInto('core.models')
    .values({ name })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('name')
    .executeTakeFirst()
  if (!made) return false
  await writeAudit(transaction, actor, { teamId: null, action: 'model.create', targetKind: 'model', targetId: name, after: { name } })
  return true
}

/** The columns that are to change; a key left out stays as it is. */
function columnsOf(input: PutModelInput): Updateable<CoreModels> {
  const columns: Updateable<CoreModels> = {
    display_name: input.displayName,
    vendor: input.vendor,
    context_length: input.contextLength,
    max_output_tokens: input.maxOutputTokens,
    max_image_tokens: input.maxImageTokens,
    capabilities: input.capabilities && [...new Set(input.capabilities)],
    input_modalities: input.inputModalities && [...new Set(input.inputModalities)],
    output_modalities: input.outputModalities && [...new Set(input.outputModalities)],
    markup_ppm: input.markupPpm,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

async function changeModel(transaction: RoleTransaction, actor: Actor, name: string, change: Updateable<CoreModels>): Promise<void> {
  const before = await transaction.selectFrom('core.models').selectAll().where('name', '=', name).forUpdate().executeTakeFirstOrThrow()
  const after = await transaction.updateTable('core.models').set(change).where('name', '=', name).returningAll().executeTakeFirstOrThrow()
  await writeAudit(transaction, actor, { teamId: null, action: 'model.update', targetKind: 'model', targetId: name, before, after })
}
