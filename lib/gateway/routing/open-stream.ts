import type { AnswerBody } from '#lib/gateway/channels/upstream-body'
import { createStreamMeter, type MeterOptions, type StreamMeter } from '#lib/gateway/wire/openai-chat/meter-stream'

/** A stream from an upstream of which the first bytes for the client are there. */
export interface OpenedStream {
  meter: StreamMeter
  /** Empty when the upstream ended, or sent an error, before anything that could be forwarded. */
  first: Buffer[]
  /** Whether the upstream has already ended. */
  ended: boolean
  chunks: AsyncIterator<Buffer>
  /** Cancels the upstream. */
  cancel(): void
  /** The operator's secrets, for scrubbing what an error event says. */
  secrets: readonly string[]
}

/**
 * Reads up to the first bytes that would be forwarded. Until then another channel can still take over, so an upstream that
 * answers 200 and fails at once is as good as one that refused.
 */
export async function openStream(body: AnswerBody, options: MeterOptions, secrets: readonly string[]): Promise<OpenedStream> {
  const meter = createStreamMeter(options)
  const chunks = body[Symbol.asyncIterator]()
  const opened: OpenedStream = { meter, first: [], ended: false, chunks, cancel: () => body.destroy(), secrets }
  while (opened.first.length === 0 && !opened.ended) {
    const next = await chunks.next()
    opened.ended = next.done === true
    opened.first = next.done ? meter.finish() : meter.push(next.value)
    if (meter.metered.upstreamError !== null) break
  }
  if (opened.first.length === 0) body.destroy()
  return opened
}
