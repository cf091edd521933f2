import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { readCurrentPrices } from '#lib/portal/models/current-prices'
import { type Model, toModel } from '#lib/portal/models/model'
import { readServedModels } from '#lib/portal/models/served-models'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** A model at the prices of a team's group, or, for operators, of the default group with its cost. */
export function getModel(actor: Actor, name: string, teamId: string | null = null): Promise<Model> {
  const buyer = teamId ?? (actor.kind === 'management_key' ? actor.teamId : null)
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'catalogue.read', buyer)
    if (buyer === null) return readModel(transaction, name)
    const team = await transaction.selectFrom('core.teams').select('customer_group').where('id', '=', buyer).executeTakeFirstOrThrow()
    const model = await readModel(transaction, name, team.customer_group)
    if (!model.sellPrice) throw new TollgateError('not_found')
    return { ...model, costPrice: null }
  })
}

/** The model as an operator sees it. */
export async function readModel(transaction: RoleTransaction, name: string, customerGroup = 'default'): Promise<Model> {
  const row = await transaction.selectFrom('core.models').selectAll().where('name', '=', name).executeTakeFirst()
  if (!row) throw new TollgateError('not_found')
  const prices = await readCurrentPrices(transaction, customerGroup, [name])
  const served = await readServedModels(transaction, [name])
  return toModel(row, {
    sellPrice: prices.sell.get(name) ?? null,
    costPrice: prices.cost.get(name) ?? null,
    served: served.has(name),
  })
}
