import type { Server } from 'node:net'

/** Listens on a free port, tells the parent which, and ends with it. */
export function announcePort(server: Server): void {
  process.once('disconnect', () => process.exit(0))
  server.listen(0, '127.0.0.1', 4096, () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
  })
}
