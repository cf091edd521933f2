import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface RefundOutcome {
  outcome: 'created' | 'repeated' | 'unknown_request' | 'nothing_charged'
  entry_id: string | null
  amount_nanos: bigint | null
}

/** Gives back what a request was charged, once. */
export async function refundRequest(
  transaction: RoleTransaction,
  requestId: string,
  reason: string,
  actor: string,
): Promise<RefundOutcome> {
  const { rows } = await sql<RefundOutcome>`
    select outcome, entry_id, amount_nanos from ledger.refund_request(${requestId}, ${reason}, ${actor})
  `.execute(transaction)
  const [row] = rows
  if (!row) throw new Error('ledger.refund_request answered no row')
  return row
}
