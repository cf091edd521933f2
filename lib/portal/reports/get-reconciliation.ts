import { listOrphans, type Orphan } from '#lib/ledger/audit-books'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'

export interface JobRun {
  job: string
  started_at: Date
  finished_at: Date | null
  outcome: string | null
  done: bigint | null
}

export interface Reconciliation {
  /** Requests whose process died before settling: sent upstream, charged to nobody. */
  orphans: Orphan[]
  /** The last run of each background job. */
  jobs: JobRun[]
}

/** What an operator has to look after: requests without an outcome, and whether the jobs that close them run. */
export function getReconciliation(actor: Actor): Promise<Reconciliation> {
  return reading(actor, 'report.read', null, async (transaction) => ({
    orphans: await listOrphans(transaction),
    jobs: await transaction.selectFrom('core.job_runs').selectAll().orderBy('job').execute(),
  }))
}
