import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { type Page, type PageInput, pageLimit, readCursor, toPage } from '#lib/portal/acting/paging'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { readCurrentPrices } from '#lib/portal/models/current-prices'
import { type Model, toModel } from '#lib/portal/models/model'
import { readServedModels } from '#lib/portal/models/served-models'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

export interface ListModelsInput extends PageInput {
  /** Given: what this team may buy, at its group's prices. Left out: the whole catalogue, for operators. */
  teamId?: string
  search?: string
}

/**
 * Models by name. A price belongs to a group, and row-level security shows a member only the groups of their teams,
 * so one permission check serves every reader here.
 */
export async function listModels(actor: Actor, input: ListModelsInput = {}): Promise<Page<Model>> {
  const limit = pageLimit(input)
  const after = readCursor(input.cursor)
  const teamId = input.teamId ?? (actor.kind === 'management_key' ? actor.teamId : null)
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'catalogue.read', teamId)
    const group = await groupOf(transaction, teamId)
    let query = transaction.selectFrom('core.models').selectAll()
    if (after !== null) query = query.where('name', '>', after)
    if (input.search) query = query.where('name', 'ilike', containsPattern(input.search))
    if (teamId !== null) {
      query = query.where(
        sql<boolean>`exists (select from core.current_prices p where p.kind = 'sell' and p.model = name and p.customer_group = ${group} and not p.withdrawn)`,
      )
    }
    const rows = await query
      .orderBy('name')
      .limit(limit + 1)
      .execute()
    const names = rows.map((row) => row.name)
    const prices = await readCurrentPrices(transaction, group, names)
    const served = await readServedModels(transaction, names)
    const seesCost = teamId === null
    return toPage(
      rows,
      limit,
      (row) => row.name,
      (row) =>
        toModel(row, {
          sellPrice: prices.sell.get(row.name) ?? null,
          costPrice: seesCost ? (prices.cost.get(row.name) ?? null) : null,
          served: served.has(row.name),
        }),
    )
  })
}

async function groupOf(transaction: RoleTransaction, teamId: string | null): Promise<string> {
  if (teamId === null) return 'default'
  const team = await transaction.selectFrom('core.teams').select('customer_group').where('id', '=', teamId).executeTakeFirstOrThrow()
  return team.customer_group
}
