import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { readCurrentPrices } from '#lib/portal/models/current-prices'
import { lockCatalogue } from '#lib/portal/models/lock-catalogue'
import { requireModelName } from '#lib/portal/models/model-name'
import { putModel } from '#lib/portal/models/put-model'
import { findCatalogueEntry } from '#lib/portal/prices/catalogue'
import { comparePrices, type ModelImport, type ModelToPrice } from '#lib/portal/prices/compare-prices'
import { insertPriceVersion } from '#lib/portal/prices/insert-price-version'
import { costSlot, sellSlot } from '#lib/portal/prices/price-slot'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

export interface PriceImportInput {
  /** Only these models; those the installation lacks are added. Left out: every model it has. */
  models?: readonly string[]
  /** In place of each model's own markup, and kept as theirs; parts per million. */
  markupPpm?: bigint
}

export interface PriceImportPlan {
  /** How many models were compared. */
  compared: number
  changes: ModelImport[]
  /** Models the catalogue has no price for. */
  unknown: string[]
}

/** What an import would change, without changing anything. */
export function planPriceImport(actor: Actor, input: PriceImportInput = {}): Promise<PriceImportPlan> {
  return asPortal(async (transaction) => {
    await requireImporter(transaction, actor)
    return plan(transaction, input)
  })
}

/**
 * Imports list prices: cost as the catalogue has it, sell with the model's markup; a new version only where something
 * differs. Prices set by hand stay unless their model is named.
 */
export function applyPriceImport(actor: Actor, input: PriceImportInput = {}, joined?: RoleTransaction): Promise<PriceImportPlan> {
  return acting(joined, async (transaction) => {
    await requireImporter(transaction, actor)
    await lockCatalogue(transaction)
    const { compared, changes, unknown } = await plan(transaction, input)
    const applied = changes.filter((change) => input.models !== undefined || !change.setByHand)
    for (const change of applied) await applyChange(transaction, actor, change)
    return { compared, changes: applied, unknown }
  })
}

/** An import sets prices, and adds models and what is known of them: the plan is shown to who may carry it out. */
async function requireImporter(transaction: RoleTransaction, actor: Actor): Promise<void> {
  await requirePermission(transaction, actor, 'price.change', null)
  await requirePermission(transaction, actor, 'catalogue.change', null)
}

async function applyChange(transaction: RoleTransaction, actor: Actor, change: ModelImport): Promise<void> {
  const { model: name, contextLength, vendor, markupPpm } = change
  await putModel(actor, { name, contextLength, vendor, markupPpm }, transaction)
  await insertPriceVersion(transaction, actor, sellSlot(change.model), change.sell, 'genai-prices')
  await insertPriceVersion(transaction, actor, costSlot(change.model), change.cost, 'genai-prices')
}

async function plan(transaction: RoleTransaction, input: PriceImportInput): Promise<PriceImportPlan> {
  const own = await readModelsToPrice(transaction, input.models)
  const models = own.map((model) => ({ ...model, markupPpm: input.markupPpm ?? model.markupPpm }))
  const now = new Date()
  const changes: ModelImport[] = []
  const unknown: string[] = []
  for (const model of models) {
    const entry = findCatalogueEntry(model.name, model.vendor, now)
    const change = entry && comparePrices(model, entry)
    if (!entry) unknown.push(model.name)
    else if (change) changes.push(change)
  }
  return { compared: models.length, changes, unknown }
}

async function readModelsToPrice(transaction: RoleTransaction, names: readonly string[] | undefined): Promise<ModelToPrice[]> {
  const wanted = names && [...new Set(names.map((name) => requireModelName(name)))]
  if (wanted?.length === 0) return []
  let query = transaction.selectFrom('core.models').select(['name', 'vendor', 'markup_ppm', 'context_length']).orderBy('name')
  if (wanted) query = query.where('name', 'in', wanted)
  const rows = await query.execute()
  const prices = await readCurrentPrices(
    transaction,
    'default',
    rows.map((row) => row.name),
  )
  const known = rows.map((row) => ({
    name: row.name,
    vendor: row.vendor,
    markupPpm: row.markup_ppm,
    contextLength: row.context_length,
    sell: prices.sell.get(row.name) ?? null,
    cost: prices.cost.get(row.name) ?? null,
  }))
  const knownNames = new Set(known.map((model) => model.name))
  const added = (wanted ?? []).filter((name) => !knownNames.has(name))
  return [...known, ...added.map((name) => ({ name, vendor: '', markupPpm: 1_000_000n, contextLength: null, sell: null, cost: null }))]
}
