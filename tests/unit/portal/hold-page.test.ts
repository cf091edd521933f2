import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { holdPage } from '#lib/portal/doors/hold-page'

const page = { accept: 'text/html,*/*' }
let server: Server | undefined

afterEach(() => server?.close())

/** Serves a page in two parts, the second when `finish` is called; answers what came over the wire, piece by piece. */
async function open(headers: Record<string, string>) {
  let finish = () => {}
  const asked = Promise.withResolvers<void>()
  server = createServer((request, response) => {
    holdPage(request, response)
    response.write('shell')
    finish = () => response.end('page')
    asked.resolve()
  })
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8')
  const lines = Object.entries({ host: 'portal', connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`)
  socket.write(`GET / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  const pieces: string[] = []
  socket.on('data', (piece: string) => pieces.push(piece))
  const first = new Promise<void>((resolve) => socket.once('data', () => resolve()))
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await asked.promise
  return { pieces, first, ended, finish: () => finish() }
}

test('a page that soon stands whole is sent in one go', async () => {
  const opened = await open(page)
  setImmediate(() => setImmediate(opened.finish))
  await opened.ended
  expect(opened.pieces).toEqual([expect.stringMatching(/^HTTP\/1\.1 200 [^]*shell[^]*page[^]*0\r\n\r\n$/)])
})

test.each([
  ['a slow page sends meanwhile what there is', page],
  ['what the router fetches is not held', { ...page, rsc: '1' }],
  ['what is no page is not held', { accept: 'application/json' }],
])('%s', async (_, headers) => {
  const opened = await open(headers)
  await opened.first
  expect(opened.pieces.join('')).toMatch(/shell\r\n$/)
  opened.finish()
  await opened.ended
  expect(opened.pieces.join('')).toMatch(/shell[^]*page/)
})
