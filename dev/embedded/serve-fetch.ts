import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** Serves a web-style handler on the loopback address; `port` 0 takes any free one. */
export async function serveFetch(
  port: number,
  handle: (request: Request) => Promise<Response>,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, handle).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) }
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, handle: (request: Request) => Promise<Response>) {
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD'
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) for (const each of value ?? []) headers.append(name, each)
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`)
  const response = await handle(new Request(url, { method: incoming.method, headers, body: hasBody ? await text(incoming) : undefined }))
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
