import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

export interface AccountTotal {
  account_id: string
  kind: string
  team_id: string | null
  totalNanos: bigint
}

/** Every account with the sum of its postings; all of them together are zero. */
export async function readTrialBalance(transaction: RoleTransaction): Promise<AccountTotal[]> {
  const { rows } = await sql<Omit<AccountTotal, 'totalNanos'> & { total_nanos: string }>`select * from ledger.trial_balance()`.execute(
    transaction,
  )
  return rows.map(({ total_nanos, ...account }) => ({ ...account, totalNanos: BigInt(total_nanos) }))
}

export interface Orphan {
  request_id: string
  team_id: string
  hold_nanos: bigint
  swept_at: Date
}

/** Requests whose process died before settling and whose outcome is still unknown. */
export async function listOrphans(transaction: RoleTransaction): Promise<Orphan[]> {
  const { rows } = await sql<Orphan>`select * from ledger.open_orphans()`.execute(transaction)
  return rows
}
