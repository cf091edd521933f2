import type { Server } from 'node:http'
import { finishWork } from '#lib/gateway/doors/work'

/**
 * Takes no new connections and resolves when all that was begun is over: answers that end by themselves within `graceMs`,
 * the others cut (and settled as their clients' leaving), every settlement durable.
 */
export async function drainServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A kept-alive connection is idle only once its running answer has ended.
  const reap = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(reap)
  clearTimeout(cut)
  await finishWork()
}
