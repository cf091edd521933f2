import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { type ManagementKey, managementKeyColumns, toManagementKey } from '#lib/portal/management-keys/management-key'

export interface ListManagementKeysInput extends PageInput {
  /** Null: those of operator scope. */
  teamId: string | null
}

/** Management keys that have not been revoked, newest first. */
export async function listManagementKeys(actor: Actor, input: ListManagementKeysInput): Promise<Page<ManagementKey>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  return reading(actor, 'management_key.read', input.teamId, async (transaction) => {
    const query = transaction
      .selectFrom('core.management_keys')
      .select(managementKeyColumns)
      .where('team_id', input.teamId === null ? 'is' : '=', input.teamId)
      .where('revoked_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(limit + 1)
    const rows = await (before === null ? query : query.where('id', '<', before)).execute()
    return toPage(rows, limit, (row) => row.id, toManagementKey)
  })
}
