import { connect, type Socket } from 'node:net'

/** What one request came to; times are of `performance.now()`. */
export interface Exchanged {
  status: number
  startedAt: number
  /** When the first byte of the body came. */
  firstAt: number
  endedAt: number
}

export interface Exchange {
  send(request: Buffer): Promise<Exchanged>
  close(): void
}

const headEnd = Buffer.from('\r\n\r\n')
const lastChunk = '0\r\n\r\n'

/** One connection that sends a request after another; reads no more of HTTP than where an answer begins and ends. */
export function openExchange(port: number): Exchange {
  let socket = open()
  let current: { resolve: (exchanged: Exchanged) => void; exchanged: Exchanged } | null = null
  let left = 0
  let isChunked = false
  let head: Buffer | null = null
  let tail = ''

  function open(): Socket {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true })
    opened.on('data', onData)
    opened.on('error', () => opened.destroy())
    opened.on('close', () => end(0))
    return opened
  }

  function end(status?: number) {
    if (!current) return
    const { resolve, exchanged } = current
    current = null
    if (status !== undefined) exchanged.status = status
    exchanged.endedAt = performance.now()
    resolve(exchanged)
  }

  function onData(data: Buffer) {
    if (!current) return
    if (head !== null) {
      const bytes = head.length === 0 ? data : Buffer.concat([head, data])
      const at = bytes.indexOf(headEnd)
      if (at < 0) return void (head = bytes)
      readHead(bytes.toString('latin1', 0, at), current.exchanged)
      head = null
      if (bytes.length === at + headEnd.length) return left === 0 && !isChunked ? end() : undefined
      return onBody(bytes.subarray(at + headEnd.length))
    }
    onBody(data)
  }

  function readHead(text: string, exchanged: Exchanged) {
    exchanged.status = Number(text.slice(9, 12))
    const length = /content-length: *(\d+)/i.exec(text)
    isChunked = length === null
    left = Number(length?.[1] ?? 0)
  }

  function onBody(data: Buffer) {
    if (!current) return
    if (current.exchanged.firstAt === 0) current.exchanged.firstAt = performance.now()
    if (!isChunked) {
      left -= data.length
      if (left <= 0) end()
      return
    }
    tail = (tail + data.toString('latin1', Math.max(0, data.length - lastChunk.length))).slice(-lastChunk.length)
    if (tail === lastChunk) end()
  }

  return {
    send(request) {
      if (socket.destroyed) socket = open()
      head = Buffer.alloc(0)
      tail = ''
      return new Promise((resolve) => {
        current = { resolve, exchanged: { status: 0, startedAt: performance.now(), firstAt: 0, endedAt: 0 } }
        socket.write(request)
      })
    },
    close() {
      current = null
      socket.destroy()
    },
  }
}
