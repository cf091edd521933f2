import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { foldUsage } from '#lib/portal/usage/fold-usage'
import { asPortal } from '#lib/shared/database/as-role'

/**
 * Folds until every settled request is in the sums; answers how many this took. A transaction of any database of the server
 * holds a fold back while it runs, and other test files have theirs.
 */
export async function foldEverything(): Promise<number> {
  let folded = 0
  for (const until = Date.now() + 20_000; Date.now() < until; await sleep(5)) {
    folded += await foldUsage()
    if ((await tailLength()) === 0) return folded
  }
  throw new Error('a transaction that does not end holds the fold back')
}

/** Requests that are settled and not yet in the sums. */
export async function tailLength(): Promise<number> {
  const { rows } = await asPortal((tx) =>
    sql<{ n: number }>`
      select count(*)::integer as n from usage.requests where settled_xid >= (select folded_below from usage.fold_state) and status <> 'orphaned'
    `.execute(tx),
  )
  return rows[0]?.n ?? -1
}
