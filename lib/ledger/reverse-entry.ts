import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface ReversalOutcome {
  outcome: 'created' | 'repeated' | 'unknown_entry' | 'not_a_credit'
  /** The reversal. */
  entry_id: string | null
  team_id: string | null
}

/** Posts the mirror of a credit, once; may take the team's credit below zero. */
export async function reverseEntry(transaction: RoleTransaction, entryId: string, reason: string, actor: string): Promise<ReversalOutcome> {
  const { rows } =
    await sql<ReversalOutcome>`select outcome, entry_id, credited_team as team_id from ledger.reverse_entry(${entryId}, ${reason}, ${actor})`.execute(
      transaction,
    )
  const [row] = rows
  if (!row) throw new Error('ledger.reverse_entry answered no row')
  return row
}
