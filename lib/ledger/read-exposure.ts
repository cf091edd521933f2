import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** What is open at this moment. */
export interface Exposure {
  /** Requests under way, and the credit held for them. */
  holds: { count: number; nanos: bigint }
  /** Requests whose process died before settling: the operator's loss until a late settlement. */
  orphans: { count: number; nanos: bigint }
}

export async function readExposure(transaction: RoleTransaction): Promise<Exposure> {
  const { rows } = await sql<{ holds: bigint; held_nanos: bigint; orphans: bigint; orphaned_nanos: bigint }>`
    select * from ledger.exposure()
  `.execute(transaction)
  const [row] = rows
  if (!row) throw new Error('ledger.exposure answered no row')
  return {
    holds: { count: Number(row.holds), nanos: row.held_nanos },
    orphans: { count: Number(row.orphans), nanos: row.orphaned_nanos },
  }
}
