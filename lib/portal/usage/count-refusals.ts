import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import type { Span } from '#lib/portal/usage/cut-buckets'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

export interface RefusalCount {
  /** Of the closed table. */
  code: string
  refused: number
}

/** How many requests of a team's keys were refused before they began, by code, most first; they have no rows and cost nothing. */
export function countRefusals(actor: Actor, { teamId, ...span }: Span & { teamId: string }): Promise<RefusalCount[]> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'usage.read', teamId)
    return readCounts(transaction, span, sql`and key_id in (select id from core.api_keys where team_id = ${teamId})`)
  })
}

/** The same for the whole installation, callers without a known key included. */
export function countAllRefusals(actor: Actor, span: Span): Promise<RefusalCount[]> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'home.read', null)
    return readCounts(transaction, span, sql``)
  })
}

async function readCounts(transaction: RoleTransaction, { from, to }: Span, narrowed: RawBuilder<unknown>): Promise<RefusalCount[]> {
  const { rows } = await sql<{ code: string; refused: bigint }>`
    select code, sum(refused)::bigint as refused from usage.refusals
    where quarter >= ${from} and quarter < ${to} ${narrowed}
    group by code order by 2 desc, code
  `.execute(transaction)
  return rows.map(({ code, refused }) => ({ code, refused: Number(refused) }))
}
