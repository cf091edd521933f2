import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis as PlainRedis } from 'ioredis'

export interface UpstashFront {
  url: string
  token: string
  /** How long every answer is held back. */
  delayMs: number
  close(): Promise<void>
}

type Command = string[]

/** Upstash's REST API in front of a real Redis: one command a call, or several as a pipeline. */
export async function startUpstashFront(redisUrl: string): Promise<UpstashFront> {
  const connection = new PlainRedis(redisUrl)
  const token = 'upstash-test-token'
  const server = createServer((request, response) => {
    void (async () => {
      if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end('{"error":"Unauthorized"}')
      const body = (await json(request)) as Command | Command[]
      await wait(front.delayMs)
      const answer = Array.isArray(body[0])
        ? await Promise.all((body as Command[]).map((words) => runCommand(connection, words)))
        : await runCommand(connection, body as Command)
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const front: UpstashFront = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    delayMs: 0,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      connection.disconnect()
    },
  }
  return front
}

async function runCommand(connection: PlainRedis, [command = '', ...args]: Command): Promise<object> {
  // An ordinary Redis does not know Upstash's script flag.
  const rest = command.toLowerCase() === 'eval' ? [args[0]?.replace(/^#!lua.*\n/, '') ?? '', ...args.slice(1)] : args
  try {
    return { result: await connection.call(command, ...rest.map(String)) }
  } catch (error) {
    return { error: (error as Error).message }
  }
}
