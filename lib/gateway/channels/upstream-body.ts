/** What an upstream sends after its headers, read as it comes; `destroy` ends the call. */
export interface AnswerBody extends AsyncIterable<Buffer> {
  destroy(): void
}

/** The upstream is paused while this much has not been read. */
const mostUnreadBytes = 256 * 1024

interface Source {
  pause(): void
  resume(): void
  abort(reason: Error): void
}

const ended = { done: true, value: undefined } as const

/**
 * The body of an answer as undici hands it over, without a stream around it: what has come since the last read is read in one
 * piece, so that a burst of small chunks costs the reader one turn.
 */
export class UpstreamBody implements AnswerBody, AsyncIterator<Buffer> {
  private readonly source: Source
  private unread: Buffer[] = []
  private unreadBytes = 0
  private isPaused = false
  private isOver = false
  private failure: Error | null = null
  private wake: (() => void) | null = null

  constructor(source: Source) {
    this.source = source
  }

  push(chunk: Buffer): void {
    this.unread.push(chunk)
    this.unreadBytes += chunk.length
    if (this.unreadBytes > mostUnreadBytes && !this.isPaused) {
      this.isPaused = true
      this.source.pause()
    }
    this.wakeReader()
  }

  end(failure: Error | null = null): void {
    this.isOver = true
    this.failure = failure
    this.wakeReader()
  }

  destroy(): void {
    if (this.isOver) return
    const reason = new DOMException('The answer is not read on.', 'AbortError')
    this.end(reason)
    this.source.abort(reason)
  }

  /** Rejects when the upstream broke off, once what came before has been read. */
  async next(): Promise<IteratorResult<Buffer>> {
    if (this.unread.length === 0 && !this.isOver) {
      // Woken only when the turn is over in which bytes came, with all of them there.
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    if (this.unread.length > 0) return { done: false, value: this.take() }
    if (this.failure) throw this.failure
    return ended
  }

  async return(): Promise<IteratorResult<Buffer>> {
    this.destroy()
    return ended
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    return this
  }

  private take(): Buffer {
    const [first] = this.unread
    const taken = this.unread.length === 1 && first ? first : Buffer.concat(this.unread, this.unreadBytes)
    this.unread = []
    this.unreadBytes = 0
    if (this.isPaused) {
      this.isPaused = false
      this.source.resume()
    }
    return taken
  }

  private wakeReader(): void {
    const { wake } = this
    this.wake = null
    wake?.()
  }
}
