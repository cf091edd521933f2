import { asPortal } from '#lib/shared/database/as-role'
import { sql } from 'kysely'

const batch = 500

/** Frees overdue holds at zero and records them as orphaned; answers how many. */
export async function sweepHolds(): Promise<number> {
  let swept = 0
  for (;;) {
    const { rows } = await asPortal((transaction) => sql<{ swept: number }>`select ledger.sweep(${batch}) as swept`.execute(transaction))
    const count = rows[0]?.swept ?? 0
    swept += count
    if (count < batch) return swept
  }
}
