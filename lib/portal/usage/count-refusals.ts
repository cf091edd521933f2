import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import type { Span } from '#lib/portal/usage/cut-buckets'
import { asPortal } from '#lib/shared/database/as-role'

export interface RefusalCount {
  /** Of the closed table. */
  code: string
  refused: number
}

/** How many requests of a team's keys were refused before they began, by code, most first; they have no rows and cost nothing. */
export function countRefusals(actor: Actor, { teamId, from, to }: Span & { teamId: string }): Promise<RefusalCount[]> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'usage.read', teamId)
    const rows = await transaction
      .selectFrom('usage.refusals as refusal')
      .innerJoin('core.api_keys as key', 'key.id', 'refusal.key_id')
      .select(['refusal.code', sql<bigint>`sum(refusal.refused)::bigint`.as('refused')])
      .where('key.team_id', '=', teamId)
      .where('refusal.quarter', '>=', from)
      .where('refusal.quarter', '<', to)
      .groupBy('refusal.code')
      .orderBy('refused', 'desc')
      .orderBy('refusal.code')
      .execute()
    return rows.map(({ code, refused }) => ({ code, refused: Number(refused) }))
  })
}
