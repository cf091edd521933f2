import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { type ApiKey, keyColumns, toApiKey } from '#lib/portal/keys/api-key'
import { asPortal } from '#lib/shared/database/as-role'

export interface ListKeysInput extends PageInput {
  teamId: string
}

/** A team's keys, newest first, without the deleted ones and the playground's own. */
export async function listKeys(actor: Actor, input: ListKeysInput): Promise<Page<ApiKey>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  const rows = await reading(actor, 'key.read', input.teamId, (transaction) => {
    const query = transaction
      .selectFrom('core.api_keys')
      .select(keyColumns)
      .where('team_id', '=', input.teamId)
      .where('kind', '=', 'inference')
      .where('status', '<>', 'deleted')
      .orderBy('id', 'desc')
      .limit(limit + 1)
    return (before === null ? query : query.where('id', '<', before)).execute()
  })
  // The ledger answers only `portal`; the read above has proved that this team is the reader's.
  const budgets = rows.length === 0 ? [] : await asPortal((transaction) => listBudgets(transaction, input.teamId))
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => toApiKey(row, budgets),
  )
}
