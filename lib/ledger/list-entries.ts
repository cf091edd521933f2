import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** One line of a team's statement; charges of one settlement batch share an entry. */
export interface LedgerEntry {
  id: string
  kind: 'credit' | 'charge' | 'refund' | 'reversal'
  amount_nanos: bigint
  overrun_nanos: bigint
  reference: string | null
  reason: string | null
  actor: string | null
  request_id: string | null
  reverses: string | null
  requests: bigint | null
  created_at: Date
}

/** A team's entries, newest first, before the entry `before` when given; without charges if so asked. */
export async function listEntries(
  transaction: RoleTransaction,
  teamId: string,
  before: string | null,
  limit: number,
  withCharges = true,
): Promise<LedgerEntry[]> {
  const read = withCharges ? sql`ledger.entries_of` : sql`ledger.movements_of`
  const { rows } = await sql<LedgerEntry>`select * from ${read}(${teamId}, ${before}, ${limit})`.execute(transaction)
  return rows
}
