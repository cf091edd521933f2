import { setImmediate as nextTurn } from 'node:timers/promises'

/** A piece of work that says by `yield` where others may go between. */
export type Steps<T> = Generator<void, T, void>

/** Does the work at a stretch. */
export function doAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** How long steps may follow each other before everything else that waits gets its turn. */
const turnMs = 4

/** Does the work in turns of the event loop, so that a large request holds up no small one. */
export async function doInTurns<T>(steps: Steps<T>): Promise<T> {
  let turnEndsAt = performance.now() + turnMs
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() < turnEndsAt) continue
    await nextTurn()
    turnEndsAt = performance.now() + turnMs
  }
}
