import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import type { Span } from '#lib/portal/usage/cut-buckets'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

export interface RefusalCount {
  /** Of the closed table. */
  code: string
  refused: number
}

export interface RefusedKey {
  id: string
  name: string
  refused: number
  kind: 'inference' | 'playground'
  isDeleted: boolean
}

/** With the keys that were refused, most first. */
export interface TeamRefusals extends RefusalCount {
  keys: RefusedKey[]
}

/** How many requests of a team's keys were refused before they began, by code, most first; they have no rows and cost nothing. */
export function countRefusals(actor: Actor, { teamId, from, to }: Span & { teamId: string }): Promise<TeamRefusals[]> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'usage.read', teamId)
    const { rows } = await sql<{ code: string; id: string; name: string; kind: string; status: string; refused: bigint }>`
      select r.code, k.id, k.name, k.kind, k.status, sum(r.refused)::bigint as refused
      from core.api_keys k join usage.refusals r on r.key_id = k.id
      where k.team_id = ${teamId} and r.quarter >= ${from} and r.quarter < ${to}
      group by r.code, k.id order by refused desc, r.code, k.id
    `.execute(transaction)
    const byCode = new Map<string, TeamRefusals>()
    for (const { code, id, name, kind, status, refused: count } of rows) {
      const refused = Number(count)
      const of = byCode.get(code) ?? { code, refused: 0, keys: [] }
      of.refused += refused
      of.keys.push({ id, name, refused, kind: kind === 'playground' ? 'playground' : 'inference', isDeleted: status === 'deleted' })
      byCode.set(code, of)
    }
    return [...byCode.values()].toSorted((a, b) => b.refused - a.refused || (a.code < b.code ? -1 : 1))
  })
}

/** The same for the whole installation, callers without a known key included. */
export function countAllRefusals(actor: Actor, span: Span): Promise<RefusalCount[]> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'home.read', null)
    return readCounts(transaction, span)
  })
}

async function readCounts(transaction: RoleTransaction, { from, to }: Span): Promise<RefusalCount[]> {
  const { rows } = await sql<{ code: string; refused: bigint }>`
    select code, sum(refused)::bigint as refused from usage.refusals
    where quarter >= ${from} and quarter < ${to}
    group by code order by 2 desc, code
  `.execute(transaction)
  return rows.map(({ code, refused }) => ({ code, refused: Number(refused) }))
}
