import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { drainServer } from '#lib/gateway/doors/drain-server'
import { serveThroughNode } from '#lib/gateway/doors/node-door'
import { closePools } from '#lib/shared/database/pools'

// A gateway process of its own, for tests that end it the hard way; says its port on the first line.
const server = createServer((request, response) => void serveThroughNode(request, response))
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
process.once('SIGTERM', () => void drainServer(server, 2_000).then(closePools))
