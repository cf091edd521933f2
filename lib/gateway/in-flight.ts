import { drainSettlements } from '#lib/ledger/settle-request'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'

/** Settlements under way in this process, by request. */
function settling(): Map<string, Promise<void>> {
  return processState('gateway-settling', () => new Map())
}

/** Keeps a settlement in sight until it is durable; the caller does not wait for it. */
export function startSettling(requestId: string, settlement: Promise<void>, waitUntil: (work: Promise<unknown>) => void): void {
  const work = watch(requestId, settlement)
  settling().set(requestId, work)
  waitUntil(work)
}

async function watch(requestId: string, settlement: Promise<void>): Promise<void> {
  try {
    await settlement
  } catch (error) {
    // The hold outlives this: the sweeper frees it and the reconciliation report shows it.
    log.error('settlement_failed', { request_id: requestId }, error)
  } finally {
    settling().delete(requestId)
  }
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
