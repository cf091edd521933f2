import { type LedgerEntry, listEntries } from '#lib/ledger/list-entries'
import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { asPortal } from '#lib/shared/database/as-role'

export type { LedgerEntry }

export interface ListLedgerInput extends PageInput {
  teamId: string
  /** Every entry when left out; without them, what moved credit apart from requests. */
  withCharges?: boolean
}

/** A team's side of the books, newest first. The ledger answers nobody but `portal`, so members read through it too. */
export async function listLedger(actor: Actor, input: ListLedgerInput): Promise<Page<LedgerEntry>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'ledger.read', input.teamId)
    const entries = await listEntries(transaction, input.teamId, before, limit + 1, input.withCharges)
    return toPage(
      entries,
      limit,
      (entry) => entry.id,
      (entry) => entry,
    )
  })
}
