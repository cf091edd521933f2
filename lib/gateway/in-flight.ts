import { drainSettlements } from '#lib/ledger/settle-request'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'

/** Settlements under way in this process, by request. */
function settling(): Map<string, Promise<void>> {
  return processState('gateway-settling', () => new Map())
}

/** Starts the settlement of a request and keeps it in sight until it is durable; the caller does not wait for it. */
export function startSettling(requestId: string, settle: () => Promise<unknown>, waitUntil: (work: Promise<unknown>) => void): void {
  const work = settle()
    .then(() => undefined)
    // The hold outlives this: the sweeper frees it and the reconciliation report shows it.
    .catch((error: unknown) => log.error('settlement_failed', { request_id: requestId }, error))
    .finally(() => settling().delete(requestId))
  settling().set(requestId, work)
  waitUntil(work)
}

/** Resolves once the request, if its settlement is under way here, is settled. */
export function whenSettled(requestId: string): Promise<void> | undefined {
  return settling().get(requestId)
}

/** Resolves when everything that was under way is durable. */
export async function drainSettling(): Promise<void> {
  while (settling().size > 0) await Promise.all(settling().values())
  await drainSettlements()
}
