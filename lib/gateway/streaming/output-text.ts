/** Text of an answer as it was observed, kept as the JSON-escaped bytes it came in. */
export interface OutputText {
  append(source: Buffer, start: number, end: number): void
  /** Bytes seen, including those past the limit that were not kept. */
  readonly totalBytes: number
  /** The kept part, unescaped. */
  text(): string
  /** Bytes that `text()` was made of. */
  readonly keptBytes: number
}

const nothing: Buffer = Buffer.alloc(0)

/** Grows by doubling up to `limitBytes`, then only counts: enough for an estimate, and bounded. */
export function createOutputText(limitBytes: number): OutputText {
  let kept = nothing
  let length = 0
  let total = 0
  return {
    get totalBytes() {
      return total
    },
    get keptBytes() {
      return length
    },
    append(source, start, end) {
      total += end - start
      const wanted = Math.min(end - start, limitBytes - length)
      if (wanted <= 0) return
      if (length + wanted > kept.length) {
        const larger = Buffer.allocUnsafe(Math.min(limitBytes, Math.max(kept.length * 2, length + wanted, 512)))
        kept.copy(larger, 0, 0, length)
        kept = larger
      }
      source.copy(kept, length, start, start + wanted)
      length += wanted
    },
    text() {
      const escaped = kept.toString('utf8', 0, length)
      try {
        return JSON.parse(`"${escaped}"`) as string
      } catch {
        return escaped
      }
    },
  }
}
