import { type Burst, type Sample, sendBurst } from '../load/send-load.ts'
import { startProgram } from '../start/child-program.ts'
import type { Target } from '../start/targets.ts'

/** The same burst at several fronts at once, each with a load process of its own. */
export async function sendToAll(targets: readonly Target[], burst: Burst): Promise<Sample[]> {
  const loads = targets.map(() => startProgram('load'))
  try {
    return await Promise.all(targets.map((target, n) => sendBurst(loads[n] as (typeof loads)[number], target, burst)))
  } finally {
    await Promise.all(loads.map((load) => load.stop()))
  }
}
