import type { IncomingMessage, ServerResponse } from 'node:http'

/** Nearly every page stands whole by then. */
const holdMs = 200

/**
 * Holds the first bytes of a page that a browser opens until it stands whole, at most a fifth of a second from the request. Were they
 * sent at once, a fast connection would paint the skeleton, and React shows what follows a painted skeleton only 300 ms later.
 */
export function holdPage({ method, headers }: IncomingMessage, response: ServerResponse): void {
  const { socket } = response
  if (socket === null || method !== 'GET' || headers.rsc !== undefined || !headers.accept?.includes('text/html')) return
  // The end of a response takes this away by itself; the socket's next response must not be cut short by this one's timer.
  socket.cork()
  const timer = setTimeout(() => socket.uncork(), holdMs)
  response.once('prefinish', () => clearTimeout(timer))
  response.once('close', () => clearTimeout(timer))
}
