import { once } from 'node:events'
import { createServer } from 'node:http'

export const upstreamAnswer = 'ok from the upstream'

interface Upstream {
  /** With its version path, as a channel takes it. */
  baseUrl: string
  close(): Promise<void>
}

/** A model vendor that gives every prompt the same answer. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1,
          model: 'any',
          choices: [{ index: 0, message: { role: 'assistant', content: upstreamAnswer }, finish_reason: 'stop' }],
          usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 },
        }),
      )
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the upstream has no port')
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
