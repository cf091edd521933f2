import { createServer, type Socket } from 'node:net'
import { announcePort } from './announce.ts'

// An upstream that costs next to nothing: prepared bytes on bare sockets. `seed` in the body is how many milliseconds it
// waits before an answer, or between the chunks of a stream.
const chunks = 50
const usage = { prompt_tokens: 210, completion_tokens: 150, total_tokens: 360 }
const head = { id: 'chatcmpl-bench0000000000000000', created: 1_760_000_000, model: 'bench-upstream' }
const words = 'The quick brown fox jumps over the lazy dog and goes on to tell of its day. '
const bodyEnd = Buffer.from('\r\n\r\n')

const whole = wholeAnswer()
const events = streamEvents()
const streamHead = Buffer.from('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n')
const lastChunk = Buffer.from('0\r\n\r\n')

function wholeAnswer(): Buffer {
  const message = { role: 'assistant', content: words.repeat(9) }
  const body = JSON.stringify({ ...head, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }], usage })
  return Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
}

function streamEvents(): Buffer[] {
  const event = (fields: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...fields })}\n\n`
  const delta = (n: number) => event({ choices: [{ index: 0, delta: { content: ` word-${n} of it` }, finish_reason: null }] })
  const stop = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
  const texts = [...Array.from({ length: chunks }, (_, n) => delta(n)), stop, event({ choices: [], usage }), 'data: [DONE]\n\n']
  return texts.map((text) => Buffer.from(`${text.length.toString(16)}\r\n${text}\r\n`))
}

/** One event a turn, as they would come over a network: a burst in one piece would flatter whoever reads it. */
function stream(socket: Socket, gapMs: number): void {
  let n = 0
  socket.write(streamHead)
  const next = () => {
    if (socket.destroyed) return
    const event = events[n++]
    socket.write(event ?? lastChunk)
    if (!event) return
    if (gapMs > 0 && n < chunks) setTimeout(next, gapMs)
    else setImmediate(next)
  }
  next()
}

function answer(socket: Socket, request: string): void {
  const waitMs = Number(/"seed":(\d+)/.exec(request)?.[1] ?? 0)
  if (request.includes('"stream":true')) stream(socket, waitMs)
  else if (waitMs > 0) setTimeout(() => socket.destroyed || socket.write(whole), waitMs)
  else socket.write(whole)
}

const server = createServer({ noDelay: true }, (socket) => {
  let pending = Buffer.alloc(0)
  socket.on('error', () => socket.destroy())
  socket.on('data', (data) => {
    pending = pending.length === 0 ? data : Buffer.concat([pending, data])
    const at = pending.indexOf(bodyEnd)
    if (at < 0) return
    const length = Number(/content-length: *(\d+)/i.exec(pending.toString('latin1', 0, at))?.[1] ?? 0)
    if (pending.length < at + bodyEnd.length + length) return
    const request = pending.toString('latin1', at)
    pending = Buffer.alloc(0)
    answer(socket, request)
  })
})
announcePort(server)
