import { handleRequest } from '#lib/gateway/handle-request'
import type { GatewayRequest, GatewayResponse } from '#lib/gateway/types'
import { normalizeAddress } from '#lib/shared/address-list'
import { env } from '#lib/shared/env'
import { readWebBody } from '#lib/shared/read-web-body'

export interface WebDoor {
  /** The host ends the function after this long. */
  maxDurationMs: number
  waitUntil(work: Promise<unknown>): void
}

/** Kept back from the function's time for the error event and the settlement. */
const settleMarginMs = 15_000

/** Answers a web-standard request through the gateway's pipeline: the door of serverless hosts. */
export async function serveThroughWeb(request: Request, door: WebDoor): Promise<Response> {
  const url = new URL(request.url)
  const response = await handleRequest({
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(request.headers),
    connection: null,
    readAddress: () => readHostAddress(request.headers),
    readBody: (limit) => readWebBody(request, limit),
    signal: request.signal,
    timeLimitMs: door.maxDurationMs - settleMarginMs,
    waitUntil: (work) => door.waitUntil(work),
  })
  return toWebResponse(response, request.method)
}

/** Only a host that overwrites the header can be believed; any other leaves it to the caller. */
function readHostAddress(headers: Headers): string | null {
  return env().VERCEL ? normalizeAddress(headers.get('x-real-ip') ?? '') : null
}

function toWebResponse({ status, headers, body }: GatewayResponse, method: GatewayRequest['method']): Response {
  if (status === 204 || method === 'HEAD') return new Response(null, { status, headers })
  if (body instanceof Uint8Array) return new Response(Buffer.from(body), { status, headers })
  return new Response(toWebStream(body), { status, headers })
}

function toWebStream(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await chunks.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await chunks.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
