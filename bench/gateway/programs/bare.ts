import { createServer } from 'node:http'
import { Pool } from 'undici'
import { announcePort } from './announce.ts'

// The least a gateway in Node can do: take the request, ask the upstream, pass the bytes back.
const pool = new Pool(process.argv[2] ?? '', { connections: 512, pipelining: 1 })

const server = createServer((request, response) => {
  const body: Buffer[] = []
  request.on('data', (chunk: Buffer) => body.push(chunk))
  request.on('end', () => {
    const headers = { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' }
    pool
      .stream({ method: 'POST', path: request.url ?? '/', headers, body: Buffer.concat(body) }, (answer) => {
        response.writeHead(answer.statusCode, { 'content-type': String(answer.headers['content-type']) })
        return response
      })
      .catch(() => response.destroy())
  })
})
announcePort(server)
