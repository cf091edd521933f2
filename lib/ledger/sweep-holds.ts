import { retryCommit } from '#lib/ledger/retry-commit'
import { asPortal } from '#lib/shared/database/as-role'
import { sql } from 'kysely'

const batch = 500
/**
 * A settlement that has written its row and a sweep of its hold wait for each other. Well within the second after which
 * Postgres would end one of them, or an admission that queues behind, the sweep gives way.
 */
const patience = '300ms'
const attempts = 5

/** Frees overdue holds at zero and records them as orphaned; answers how many. */
export async function sweepHolds(): Promise<number> {
  let swept = 0
  for (;;) {
    const count = await sweepBatch()
    swept += count
    if (count < batch) return swept
  }
}

function sweepBatch(): Promise<number> {
  return retryCommit(attempts, () =>
    asPortal(async (transaction) => {
      await sql`select set_config('lock_timeout', ${patience}, true)`.execute(transaction)
      const { rows } = await sql<{ swept: number }>`select ledger.sweep(${batch}) as swept`.execute(transaction)
      return rows[0]?.swept ?? 0
    }),
  )
}
