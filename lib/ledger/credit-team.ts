import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface CreditInput {
  teamId: string
  /** Negative takes credit away, at most what no open request holds. */
  amountNanos: bigint
  /** Once per team: the same reference again changes nothing. */
  reference: string
  reason: string
  actor: string
  source: 'grants' | 'signup_grants'
}

export type CreditOutcome =
  | { outcome: 'created' | 'repeated' | 'conflict'; entryId: string; amountNanos: bigint; createdAt: Date }
  | { outcome: 'insufficient' | 'zero' | 'unknown_team' }

interface CreditRow {
  outcome: CreditOutcome['outcome']
  entry_id: string | null
  amount_nanos: bigint | null
  created_at: Date | null
}

/** Posts a credit, or answers the first one of that reference; `conflict` when it was for another amount. */
export async function creditTeam(transaction: RoleTransaction, input: CreditInput): Promise<CreditOutcome> {
  const { rows } = await sql<CreditRow>`
    select outcome, entry_id, amount_nanos, created_at
    from ledger.credit(${input.teamId}, ${input.amountNanos.toString()}, ${input.reference}, ${input.reason}, ${input.actor}, ${input.source})
  `.execute(transaction)
  const [row] = rows
  if (!row) throw new Error('ledger.credit answered no row')
  if (row.outcome === 'insufficient' || row.outcome === 'zero' || row.outcome === 'unknown_team') return { outcome: row.outcome }
  if (row.entry_id === null || row.amount_nanos === null || row.created_at === null)
    throw new Error(`ledger.credit answered ${row.outcome} without an entry`)
  return { outcome: row.outcome, entryId: row.entry_id, amountNanos: row.amount_nanos, createdAt: row.created_at }
}
