import { drainSettling } from '#lib/gateway/in-flight'
import { closeUpstreams } from '#lib/gateway/channels/upstream-pool'
import { flushRefusals } from '#lib/gateway/refusals/count-refusals'
import { processState } from '#lib/shared/process-state'

function underWay(): Set<Promise<unknown>> {
  return processState('gateway-work', () => new Set())
}

/** Keeps work that outlives its answer in sight, so that a process can wait for it before it ends. */
export function startWork(work: Promise<unknown>): void {
  const set = underWay()
  set.add(work)
  const forget = () => set.delete(work)
  work.then(forget, forget)
}

/** Before a process ends: every settlement durable, every counter written, upstream connections closed. */
export async function finishWork(): Promise<void> {
  // A stream that is still being drained starts its settlement only when it ends.
  while (underWay().size > 0) await Promise.allSettled(underWay())
  await drainSettling()
  await flushRefusals()
  await closeUpstreams()
}
