import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import { drainServer } from '#lib/gateway/doors/drain-server'
import { serveThroughNode } from '#lib/gateway/doors/node-door'
import { normalizeTarget, refuseTarget, trustOnlyTheFront } from '#lib/gateway/doors/request-target'
import { isGatewayPath } from '#lib/gateway/endpoints/match-route'
import { prepareCounter } from '#lib/gateway/metering/estimate-tokens'
import { renderErrorBody } from '#lib/gateway/wire/openai-chat/render-error'
import { holdPage } from '#lib/portal/doors/hold-page'
import { scheduleJobs } from '#lib/portal/jobs/schedule-jobs'
import { closePools } from '#lib/shared/database/pools'
import { env } from '#lib/shared/env'
import { TollgateError } from '#lib/shared/errors'
import { newId, showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'

/** Streams that run at shutdown get this long to end by themselves. */
const drainMs = 25_000

type NextServer = {
  prepare(): Promise<void>
  close(): Promise<void>
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
}
type CreateNext = (options: { dev: boolean; dir: string; hostname: string; port: number; httpServer: Server }) => NextServer

const { PORT: port, HOST: host, TOLLGATE_DEV: dev } = env()
const server = createServer((request, response) => {
  const target = normalizeTarget(request.url ?? '/')
  if (target === null) return refuseTarget(response)
  request.url = target.pathAndQuery
  if (isGatewayPath(target.path)) return void serveThroughNode(request, response)
  trustOnlyTheFront(request)
  holdPage(request, response)
  void servePage(request, response)
})
const createNext = createRequire(import.meta.url)('next') as CreateNext
// With an address instead of a name, Next's rewrites redirect to themselves.
const next = createNext({ dev, dir: import.meta.dirname, hostname: 'localhost', port, httpServer: server })
const servePage = next.getRequestHandler()
await next.prepare()
if (!dev) await prepareCounter()

server.keepAliveTimeout = 75_000
server.on('clientError', refuseMalformed)
server.on('error', (error) => {
  log.error('listen_failed', { port, host }, error)
  process.exit(1)
})
server.listen(port, host, () => log.info('listening', { port, host }))
const stopJobs = scheduleJobs()

process.once('SIGTERM', () => void shutDown())
process.once('SIGINT', () => void shutDown())

async function shutDown(): Promise<void> {
  stopJobs()
  await drainServer(server, drainMs)
  await next.close()
  await closePools()
  process.exit(0)
}

function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  const requestId = showId('req', newId())
  const body = renderErrorBody(new TollgateError('invalid_request', { message: `${status.slice(4)}.` }), requestId)
  const head = ['content-type: application/json', `content-length: ${body.length}`, `x-request-id: ${requestId}`, 'connection: close']
  socket.end(`HTTP/1.1 ${status}\r\n${head.join('\r\n')}\r\n\r\n${body.toString()}`)
}
