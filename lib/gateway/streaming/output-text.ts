const nothing: Buffer = Buffer.alloc(0)

/**
 * Text of an answer as it was observed, kept as the JSON-escaped bytes it came in. Grows by doubling up to `limitBytes`, then
 * only counts: enough for an estimate, and bounded.
 */
export class OutputText {
  private readonly limitBytes: number
  private kept = nothing
  private length = 0
  private total = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  /** Bytes seen, including those past the limit that were not kept. */
  get totalBytes(): number {
    return this.total
  }

  /** Bytes that `text()` is made of. */
  get keptBytes(): number {
    return this.length
  }

  append(source: Buffer, start: number, end: number): void {
    this.total += end - start
    const wanted = Math.min(end - start, this.limitBytes - this.length)
    if (wanted <= 0) return
    const length = this.length + wanted
    if (length > this.kept.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.limitBytes, Math.max(this.kept.length * 2, length, 512)))
      this.kept.copy(larger, 0, 0, this.length)
      this.kept = larger
    }
    source.copy(this.kept, this.length, start, start + wanted)
    this.length = length
  }

  /** The kept part, unescaped. */
  text(): string {
    const escaped = this.kept.toString('utf8', 0, this.length)
    try {
      return JSON.parse(`"${escaped}"`) as string
    } catch {
      return escaped
    }
  }
}
