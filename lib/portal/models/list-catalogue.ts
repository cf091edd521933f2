import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { type CatalogueModel, readCatalogue } from '#lib/portal/models/read-catalogue'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/**
 * What a team may buy, at its group's prices, by name and unpaged: an installation sells hundreds of models, not
 * millions. What nothing serves now is in it and says so.
 */
export function listCatalogue(actor: Actor, teamId: string): Promise<CatalogueModel[]> {
  return asPortal(async (transaction) => readCatalogue(transaction, await groupFor(transaction, actor, teamId)))
}

/** The names alone of what a team may buy. */
export async function listModelNames(actor: Actor, teamId: string): Promise<string[]> {
  return (await listCatalogue(actor, teamId)).map(({ name }) => name)
}

/** @throws TollgateError `not_found`, also for a model that is not sold to the team's group */
export function getCatalogueModel(actor: Actor, teamId: string, name: string): Promise<CatalogueModel> {
  return asPortal(async (transaction) => {
    const [model] = await readCatalogue(transaction, await groupFor(transaction, actor, teamId), name)
    if (!model) throw new TollgateError('not_found')
    return model
  })
}

async function groupFor(transaction: RoleTransaction, actor: Actor, teamId: string): Promise<string> {
  await requirePermission(transaction, actor, 'catalogue.read', teamId)
  const team = await transaction.selectFrom('core.teams').select('customer_group').where('id', '=', teamId).executeTakeFirstOrThrow()
  return team.customer_group
}
