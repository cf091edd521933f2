import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'

interface Message {
  headers: IncomingHttpHeaders
  body: string
}

interface Receiver {
  url: string
  messages: Message[]
  /** What it answers from now on. */
  answerWith: (status: number) => void
  close: () => Promise<void>
}

/** Where a webhook's messages go to in a test. */
export async function startReceiver(): Promise<Receiver> {
  const messages: Message[] = []
  let status = 200
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      messages.push({ headers: request.headers, body })
      response.writeHead(status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port')
  return {
    url: `http://127.0.0.1:${address.port}/notices`,
    messages,
    answerWith: (next) => {
      status = next
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
