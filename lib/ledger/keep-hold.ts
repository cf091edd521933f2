import { extendHolds } from '#lib/ledger/extend-holds'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'

interface KeptHolds {
  requestIds: Set<string>
  timer: NodeJS.Timeout | null
}

const everyMs = 60_000
/** Several missed beats still leave a hold alone; a dead process leaves it to the sweeper. */
const ttlMs = 10 * 60_000
const maxBatch = 1_000

function kept(): KeptHolds {
  return processState('kept-holds', () => ({ requestIds: new Set(), timer: null }))
}

async function extendAll(requestIds: ReadonlySet<string>): Promise<void> {
  const ids = [...requestIds]
  for (let start = 0; start < ids.length; start += maxBatch) {
    await extendHolds(ids.slice(start, start + maxBatch), ttlMs).catch((error: unknown) => log.warn('holds_not_extended', {}, error))
  }
}

/**
 * Keeps the hold of a running stream out of the sweeper's reach for as long as this process lives, or until the returned
 * function is called. One timer and one statement serve all streams of the process.
 */
export function keepHold(requestId: string): () => void {
  const state = kept()
  state.requestIds.add(requestId)
  state.timer ??= setInterval(() => void extendAll(state.requestIds), everyMs).unref()
  return () => {
    state.requestIds.delete(requestId)
    if (state.requestIds.size > 0 || state.timer === null) return
    clearInterval(state.timer)
    state.timer = null
  }
}
