import { once } from 'node:events'
import { residentMb } from '../figures/process-use.ts'
import { chatRequest } from '../load/requests.ts'
import { startProgram } from '../start/child-program.ts'
import type { Target } from '../start/targets.ts'

export interface IdleStreams {
  open: number
  kilobytesEach: number
}

/** Longer than opening them all takes. */
const gapMs = 120_000

/** Opens this many streams, evenly at these fronts, of which nothing comes after the first chunk, and weighs the fronts before and with them. */
export async function holdStreams(targets: readonly Target[], streams: number): Promise<IdleStreams> {
  const holder = startProgram('hold-streams')
  const fronts = targets.flatMap(({ gateway }) => gateway)
  try {
    const before = await residentMb(fronts)
    let open = 0
    for (const { headers, model, path, port } of targets) {
      const request = chatRequest({ path, model, headers, streamed: true, upstreamWaitMs: gapMs })
      holder.child.send({ port, request, streams: Math.floor(streams / targets.length) })
      const [begun] = (await once(holder.child, 'message')) as [{ open: number }]
      open += begun.open
    }
    const after = await residentMb(fronts)
    return { open, kilobytesEach: ((after - before) * 1024) / Math.max(1, open) }
  } finally {
    await holder.stop()
  }
}
