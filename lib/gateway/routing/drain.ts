import type { GoneSignal } from '#lib/gateway/client-gone'
import type { OpenedStream } from '#lib/gateway/routing/open-stream'

/** How long, and for how much, an upstream that charges the whole answer anyway is read on after the client has gone. */
const maxDrainMs = 10_000
const maxDrainNanos = 10_000_000n
const perMillion = 1_000_000n

/** At a channel that drains, the upstream outlives the client by ten seconds; at any other it is cancelled with it. */
export function upstreamSignal(client: GoneSignal, drains: boolean): GoneSignal {
  if (!drains) return client
  const late = new AbortController()
  const startClock = () => setTimeout(() => late.abort(), maxDrainMs).unref()
  if (client.aborted) startClock()
  else client.addEventListener('abort', startClock)
  return late.signal
}

/** Reads a stream to its end for its usage, or until the bytes of it would cost a cent if each were a token. */
export async function drainStream(stream: OpenedStream, outputNanosPerMillion: bigint): Promise<void> {
  const { metered } = stream.meter
  const seen = () => metered.output.totalBytes + metered.imageTokens + metered.audioTokens
  const before = seen()
  const isWithinCent = () => BigInt(seen() - before) * outputNanosPerMillion <= maxDrainNanos * perMillion
  try {
    while (isWithinCent()) {
      const next = await stream.chunks.next()
      if (next.done) return
      stream.meter.push(next.value)
    }
  } catch {
    // Time is up or the upstream broke off; what was read until then counts.
  }
}
