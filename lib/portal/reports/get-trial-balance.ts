import { type AccountTotal, readTrialBalance } from '#lib/ledger/audit-books'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'

export interface TrialBalance {
  /** Zero, or the books are wrong. */
  totalNanos: bigint
  accounts: AccountTotal[]
}

/** The sum of every account of the books, and of all of them together. */
export function getTrialBalance(actor: Actor): Promise<TrialBalance> {
  return reading(actor, 'report.read', null, async (transaction) => {
    const accounts = await readTrialBalance(transaction)
    return { totalNanos: accounts.reduce((total, account) => total + account.totalNanos, 0n), accounts }
  })
}
