import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { explainPort } from '../../../scripts/check-port.mjs'

async function explainBeside(body: string): Promise<string | null> {
  const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await explainPort(String((server.address() as AddressInfo).port))
  } finally {
    server.close()
  }
}

test('a port that Tollgate itself holds is told so, with the way to it', async () => {
  const health = { status: 'unavailable', database: 'down', shared_state: { kind: 'memory', state: 'ok' } }
  expect(await explainBeside(JSON.stringify(health))).toMatch(/^Tollgate already runs on port \d+: open http:\/\/localhost:\d+/)
})

test.each(['{"status":"ok"}', 'null', '<html>'])('any other program that answers %s is another program', async (body) => {
  expect(await explainBeside(body)).toContain('in use by another program')
})
