import type { Selectable } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import type { CoreAuditLog } from '#lib/shared/database/types'

export interface ListAuditInput extends PageInput {
  /** Left out: the whole installation, for operators. */
  teamId?: string
}

export type AuditRow = Selectable<CoreAuditLog>

/** Who did what, newest first. */
export async function listAudit(actor: Actor, input: ListAuditInput = {}): Promise<Page<AuditRow>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  const teamId = input.teamId ?? (actor.kind === 'management_key' ? (actor.teamId ?? undefined) : undefined)
  return reading(actor, 'audit.read', teamId ?? null, async (transaction) => {
    let query = transaction
      .selectFrom('core.audit_log')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (teamId !== undefined) query = query.where('team_id', '=', teamId)
    if (before !== null) query = query.where('id', '<', before)
    return toPage(
      await query.execute(),
      limit,
      (row) => row.id,
      (row) => row,
    )
  })
}
