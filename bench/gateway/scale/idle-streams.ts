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

/** Opens this many streams of which nothing comes after the first chunk, and weighs the front before and with them. */
export async function holdStreams(target: Target, streams: number): Promise<IdleStreams> {
  const holder = startProgram('hold-streams')
  try {
    const before = await residentMb(target.gateway)
    const { headers, model, path } = target
    holder.child.send({ port: target.port, request: chatRequest({ path, model, headers, streamed: true, upstreamWaitMs: gapMs }), streams })
    const [{ open }] = (await once(holder.child, 'message')) as [{ open: number }]
    const after = await residentMb(target.gateway)
    return { open, kilobytesEach: ((after - before) * 1024) / Math.max(1, open) }
  } finally {
    await holder.stop()
  }
}
