import { sql } from 'kysely'
import { asPortal } from '#lib/shared/database/as-role'

/** Few enough that a fold is over in seconds, and that a refund, which waits for it, is too. */
const mostAtOnce = 50_000
const longestMs = 45_000

/** Adds the requests settled since the last fold to the sums that pages read; answers how many. */
export async function foldUsage(): Promise<number> {
  const until = Date.now() + longestMs
  let total = 0
  for (;;) {
    const folded = await foldOnce(mostAtOnce)
    total += folded
    if (folded === 0 || Date.now() > until) return total
  }
}

/** One fold: at most about this many requests, in one transaction. Zero when there are none, or when another process is at it. */
export async function foldOnce(most: number): Promise<number> {
  const { rows } = await asPortal((tx) => sql<{ folded: bigint }>`select usage.fold_requests(${most}) as folded`.execute(tx))
  return Number(rows[0]?.folded ?? 0n)
}
