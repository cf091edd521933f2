import type { IncomingMessage, ServerResponse } from 'node:http'
import { handleRequest } from '#lib/gateway/handle-request'
import { ClientGone, type GoneSignal } from '#lib/gateway/client-gone'
import { startWork } from '#lib/gateway/doors/work'
import { findCallerAddress } from '#lib/shared/caller-address'
import { bodyTooLarge } from '#lib/shared/read-web-body'
import type { GatewayRequest, GatewayResponse } from '#lib/gateway/types'
import { asBuffer } from '#lib/gateway/wire/json-bytes'
import { TollgateError } from '#lib/shared/errors'
import { log } from '#lib/shared/log'

/** How slowly a body may come: `graceMs`, and beyond that only at this pace, so a byte a second holds no connection for hours. */
export interface BodyPace {
  graceMs: number
  bytesPerMs: number
}

const usualPace: BodyPace = { graceMs: 30_000, bytesPerMs: 16 }

/** A client that does not read its answer keeps its hold and its upstream no longer than this. */
const longestStallMs = 300_000

/** For an answer to reach a client that is still sending. */
const unreadGraceMs = 1_000

/** As text of one byte a character, a short answer and its head are one string and one write, which costs less than two buffers. */
const shortBytes = 8_192

const noQuery = new URLSearchParams()

/** Answers a node:http request through the gateway's pipeline. */
export async function serveThroughNode(incoming: IncomingMessage, outgoing: ServerResponse, pace = usualPace): Promise<void> {
  const gone = new ClientGone()
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  try {
    const response = await handleRequest(toGatewayRequest(incoming, gone, pace))
    await writeResponse(incoming, outgoing, response, gone)
  } catch (error) {
    log.error('response_failed', {}, error)
    outgoing.destroy()
  }
}

function toGatewayRequest(incoming: IncomingMessage, signal: GoneSignal, pace: BodyPace): GatewayRequest {
  const url = incoming.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? noQuery : new URLSearchParams(url.slice(mark + 1)),
    headers: incoming.headers as GatewayRequest['headers'],
    connection: incoming.socket,
    readAddress: () => findCallerAddress(incoming.socket.remoteAddress ?? '', incoming.headers['x-forwarded-for']?.toString()),
    readBody: (limit) => readBody(incoming, limit, pace),
    signal,
    timeLimitMs: null,
    waitUntil: startWork,
  }
}

function readBody(incoming: IncomingMessage, limit: number, pace: BodyPace): Promise<Uint8Array> {
  const announced = Number(incoming.headers['content-length'] ?? 0)
  if (announced > limit) return Promise.reject(bodyTooLarge(limit))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const startedAt = performance.now()
    let timer = setTimeout(checkPace, pace.graceMs)
    function checkPace() {
      const leftMs = startedAt + pace.graceMs + length / pace.bytesPerMs - performance.now()
      if (leftMs <= 0) stop(new TollgateError('request_timeout'))
      else timer = setTimeout(checkPace, leftMs)
    }
    function stop(error: Error) {
      clearTimeout(timer)
      incoming.pause()
      incoming.removeAllListeners('data')
      reject(error)
    }
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > limit) stop(bodyTooLarge(limit))
      else chunks.push(chunk)
    })
    incoming.on('end', () => {
      clearTimeout(timer)
      const [only] = chunks
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks, length))
    })
    // A client that goes while it sends has no use for the answer, whatever it says.
    incoming.on('error', () => stop(new TollgateError('request_timeout')))
  })
}

async function writeResponse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  response: GatewayResponse,
  gone: GoneSignal,
): Promise<void> {
  const { body, headers, status } = response
  if (body instanceof Uint8Array) {
    if (status !== 204) headers['content-length'] = String(body.byteLength)
    outgoing.writeHead(status, headers)
    if (incoming.method === 'HEAD') outgoing.end()
    else if (body.byteLength > shortBytes) outgoing.end(body)
    else outgoing.end(asBuffer(body).toString('latin1'), 'latin1')
    if (!incoming.complete) setTimeout(() => closeUnread(incoming), unreadGraceMs).unref()
    return
  }
  const chunks = body[Symbol.asyncIterator]()
  outgoing.writeHead(status, headers)
  while (!gone.aborted) {
    const next = await chunks.next()
    if (next.done) break
    if (!outgoing.write(next.value)) await drained(outgoing, gone)
  }
  if (gone.aborted) await chunks.return?.()
  else outgoing.end()
}

/**
 * The rest of a refused body is never kept, and its connection ends. Not at once: closing on unread bytes resets the
 * connection, and the client would lose the answer that tells it why.
 */
function closeUnread(incoming: IncomingMessage): void {
  if (!incoming.complete) incoming.socket.destroy()
}

/** Resolves when the client has taken what was written, or is gone; one that takes nothing for long is as good as gone. */
function drained(outgoing: ServerResponse, gone: GoneSignal): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => outgoing.destroy(), longestStallMs)
    const done = () => {
      clearTimeout(stalled)
      outgoing.off('drain', done)
      gone.removeEventListener('abort', done)
      resolve()
    }
    outgoing.on('drain', done)
    gone.addEventListener('abort', done)
  })
}
