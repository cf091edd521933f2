import type { ErrorCode } from '#lib/shared/errors'
import { gatewayPool } from '#lib/shared/database/pools'
import { log } from '#lib/shared/log'
import { processState } from '#lib/shared/process-state'

const flushEveryMs = 10_000
/** Keys and codes counted between two flushes; more than this is an attack, and is only logged. */
const maxCounters = 10_000
const nobody = '00000000-0000-0000-0000-000000000000'

interface Refusals {
  counts: Map<string, number>
  timer: NodeJS.Timeout | null
}

function refusals(): Refusals {
  return processState('gateway-refusals', () => ({ counts: new Map(), timer: null }))
}

/** Refused requests have no row of their own: they are counted by key, code and quarter hour. */
export function countRefusal(keyId: string | null, code: ErrorCode): void {
  const state = refusals()
  const name = `${keyId ?? nobody} ${code}`
  if (!state.counts.has(name) && state.counts.size >= maxCounters) return
  state.counts.set(name, (state.counts.get(name) ?? 0) + 1)
  state.timer ??= setTimeout(() => void flushRefusals(), flushEveryMs).unref()
}

/** Adds what was counted here to the shared counters. */
export async function flushRefusals(): Promise<void> {
  const state = refusals()
  if (state.timer) clearTimeout(state.timer)
  state.timer = null
  const taken = [...state.counts].map(([name, refused]) => ({ key_id: name.slice(0, 36), code: name.slice(37), refused }))
  state.counts.clear()
  if (taken.length === 0) return
  try {
    await gatewayPool().query('select usage.count_refusals($1)', [JSON.stringify(taken)])
  } catch (error) {
    log.warn('refusals_not_counted', { counters: taken.length }, error)
  }
}
