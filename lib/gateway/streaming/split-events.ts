const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * One whole server-sent event: `bytes[start..end)` with its terminator; `lines` counts its lines that are not blank. With no
 * lines it is a blank line, or the LF of a CRLF whose CR ended the event before.
 */
export type EventSink = (bytes: Buffer, start: number, end: number, lines: number) => void

export interface EventSplitter {
  /** Passes each event that `chunk` completes to the sink, as a view of `chunk` unless it began in an earlier one. */
  push(chunk: Buffer): void
  /** Takes what came after the last event; null when there is nothing. */
  rest(): Buffer | null
}

/**
 * Cuts a byte stream into server-sent events at blank lines, whichever of LF, CRLF and CR ends a line. Works on bytes, so a
 * multi-byte character may be split anywhere. Each byte is looked at once, however finely the stream is chopped.
 * @throws RangeError when one event exceeds `maxEventBytes`.
 */
export function createEventSplitter(sink: EventSink, maxEventBytes: number): EventSplitter {
  let pending: Buffer = Buffer.alloc(0)
  let pendingLength = 0
  let lineLength = 0
  let lines = 0
  let afterReturn = false

  function emit(chunk: Buffer, start: number, end: number) {
    const count = lines
    lines = 0
    if (pendingLength === 0) return sink(chunk, start, end, count)
    keep(chunk, start, end)
    const whole = pending.subarray(0, pendingLength)
    pending = Buffer.alloc(0)
    pendingLength = 0
    sink(whole, 0, whole.length, count)
  }

  function keep(chunk: Buffer, start: number, end: number) {
    const length = pendingLength + end - start
    if (length > maxEventBytes) throw new RangeError(`an event of more than ${maxEventBytes} bytes`)
    if (length > pending.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, pending.length * 2, 512))
      pending.copy(larger, 0, 0, pendingLength)
      pending = larger
    }
    chunk.copy(pending, pendingLength, start, end)
    pendingLength = length
  }

  return {
    push(chunk) {
      let start = 0
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]
        if (byte === lineFeed && afterReturn) {
          afterReturn = false
          if (i === 0 && pendingLength === 0) {
            emit(chunk, 0, 1)
            start = 1
          }
        } else if (byte === lineFeed || byte === carriageReturn) {
          afterReturn = byte === carriageReturn
          if (lineLength > 0) {
            lineLength = 0
            lines++
          } else {
            const end = afterReturn && chunk[i + 1] === lineFeed ? i + 2 : i + 1
            emit(chunk, start, end)
            if (end === i + 2) afterReturn = false
            start = end
            i = end - 1
          }
        } else {
          afterReturn = false
          lineLength++
        }
      }
      if (start < chunk.length) keep(chunk, start, chunk.length)
    },
    rest() {
      if (pendingLength === 0) return null
      const left = pending.subarray(0, pendingLength)
      pending = Buffer.alloc(0)
      pendingLength = 0
      return left
    },
  }
}
