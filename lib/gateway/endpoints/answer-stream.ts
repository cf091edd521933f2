import type { ChatExchange } from '#lib/gateway/endpoints/chat-exchange'
import { estimateUsage, usageOfWhole } from '#lib/gateway/metering/observe-usage'
import { drainStream } from '#lib/gateway/routing/drain'
import type { OpenedStream } from '#lib/gateway/routing/open-stream'
import { scrubUpstreamError } from '#lib/gateway/routing/scrub-upstream-error'
import { hasOutput } from '#lib/gateway/wire/openai-chat/collect-output'
import { renderErrorEvent } from '#lib/gateway/wire/openai-chat/render-error'
import { keepHold } from '#lib/ledger/keep-hold'
import { type ErrorCode, TollgateError } from '#lib/shared/errors'
import { log } from '#lib/shared/log'

/**
 * The body of a streamed answer. Ends in exactly one settlement, whoever ends it: the upstream (whole or broken off), the
 * door closing it, or the client's abort, which needs no one to read on.
 */
export function answerStream(exchange: ChatExchange, stream: OpenedStream, httpStatus: number): AsyncIterable<Uint8Array> {
  const { metered } = stream.meter
  const { signal } = exchange.context.request
  let queue: Buffer[] = stream.first
  let isOver = false
  let isDraining = false

  function settle(status: 'succeeded' | 'interrupted' | 'aborted', errorCode: ErrorCode | null) {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    stopKeeping()
    signal.removeEventListener('abort', onAbort)
    const isFree = status === 'interrupted' && !hasOutput(metered)
    const ttftMs = metered.firstContentAt === null ? null : metered.firstContentAt - exchange.context.startedAt
    exchange.settle({ status, httpStatus, errorCode, finishReason: metered.finishReason, ttftMs, overheadMs: exchange.overheadMs }, () => {
      if (isFree) return null
      return status === 'succeeded' || metered.sawDone
        ? usageOfWhole(metered.usage, metered, exchange.chat)
        : estimateUsage(metered.usage, metered, exchange.chat)
    })
  }

  function onAbort() {
    if (isOver || isDraining) return
    queue = []
    const { candidate } = exchange.progress
    if (!candidate?.drainsOnDisconnect || metered.sawDone) return abandon()
    isDraining = true
    exchange.context.request.waitUntil(drainStream(stream, exchange.admitted.price.rates.output).then(abandon))
  }

  function abandon() {
    stream.cancel()
    // Whole to the last byte, only the client did not wait for the end: that is no estimate.
    settle(metered.sawDone && !isDraining ? 'succeeded' : 'aborted', null)
  }

  /** Queues what is left when the upstream has ended, and an error event unless it ended as it should. */
  function finish() {
    queue.push(...stream.meter.finish())
    if (metered.upstreamError !== null) return breakOff('upstream_error', scrubUpstreamError(metered.upstreamError, stream.secrets).message)
    if (metered.finishReason === null && !metered.sawDone) return breakOff('upstream_interrupted', null)
    settle('succeeded', null)
  }

  function breakOff(code: ErrorCode, message: string | null, cause?: unknown) {
    if (isOver) return
    stream.cancel()
    const error = new TollgateError(code, message === null ? {} : { message })
    log.warn('stream_broken', { request_id: exchange.context.shownId, code, channel_id: exchange.progress.candidate?.channelId }, cause)
    queue.push(renderErrorEvent(error, exchange.context.shownId))
    settle('interrupted', code)
  }

  async function pull(): Promise<void> {
    try {
      const next = await stream.chunks.next()
      if (isOver) return
      if (isDraining) return void stream.meter.push(next.value ?? Buffer.alloc(0))
      if (next.done) return finish()
      queue = stream.meter.push(next.value)
      if (metered.upstreamError !== null) finish()
    } catch (error) {
      if (isOver || isDraining) return
      if (metered.sawDone) settle('succeeded', null)
      else breakOff('upstream_interrupted', null, error)
    }
  }

  const stopKeeping = keepHold(exchange.context.requestId)
  const timer =
    exchange.hostDeadline === null
      ? undefined
      : setTimeout(() => breakOff('upstream_timeout', null), exchange.hostDeadline - performance.now())
  signal.addEventListener('abort', onAbort)
  if (stream.ended || metered.upstreamError !== null) finish()
  if (signal.aborted) onAbort()

  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      for (;;) {
        const piece = queue.shift()
        if (piece) return { done: false, value: piece }
        if (isOver || isDraining) return { done: true, value: undefined }
        await pull()
      }
    },
    async return() {
      onAbort()
      return { done: true, value: undefined }
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}
