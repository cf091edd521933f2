import { sql } from 'kysely'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { deliverNotices } from '#lib/portal/notices/deliver-notices'
import { findNotices } from '#lib/portal/notices/find-notices'
import { forgetNotices } from '#lib/portal/notices/forget-notices'
import { foldUsage } from '#lib/portal/usage/fold-usage'
import { asPortal } from '#lib/shared/database/as-role'

const monthsAhead = 3
const replayHours = 24

/** Creates the request partitions of the coming months; answers how many were missing. */
async function createPartitions(): Promise<number> {
  const { rows } = await asPortal((tx) => sql<{ made: number }>`select usage.ensure_partitions(${monthsAhead}) as made`.execute(tx))
  return rows[0]?.made ?? 0
}

/** Forgets answers kept for replay after a day; answers how many. */
async function forgetReplays(): Promise<number> {
  const before = new Date(Date.now() - replayHours * 3_600_000)
  const result = await asPortal((tx) => tx.deleteFrom('core.idempotency_keys').where('created_at', '<', before).executeTakeFirst())
  return Number(result.numDeletedRows)
}

/** Every background job: what it does and how often a long-lived process runs it. */
export const jobs = {
  'sweep-holds': { run: sweepHolds, everyMs: 60_000 },
  'fold-usage': { run: foldUsage, everyMs: 60_000 },
  'find-notices': { run: findNotices, everyMs: 60_000 },
  'deliver-notices': { run: deliverNotices, everyMs: 15_000 },
  'create-partitions': { run: createPartitions, everyMs: 6 * 3_600_000 },
  'forget-replays': { run: forgetReplays, everyMs: 3_600_000 },
  'forget-notices': { run: forgetNotices, everyMs: 3_600_000 },
} as const satisfies Record<string, { run: () => Promise<number>; everyMs: number }>

export type JobName = keyof typeof jobs

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name)
}
