import type { Requester } from '@upstash/redis'
import { Redis as PlainRedis } from 'ioredis'

/** Upstash's flag line, which an ordinary Redis rejects. */
const flagLine = /^#!lua[^\n]*\n/

/** What `@upstash/redis` sends over HTTP, sent over an ordinary Redis connection instead. */
export function requesterOver(connection: PlainRedis): Requester {
  return {
    async request<TResult>({ body }: { body?: unknown }) {
      if (!Array.isArray(body) || body.length === 0) throw new Error('a Redis command is a list of words')
      const [command = '', ...args] = body.map((word) => (typeof word === 'string' ? word : String(word)))
      const script = command.toLowerCase() === 'eval' ? [(args[0] ?? '').replace(flagLine, ''), ...args.slice(1)] : args
      return { result: (await connection.call(command, ...script)) as TResult }
    },
  }
}

/** A connection that gives up after a second, so that a dead Redis costs its callers little. */
export function connectRedis(url: string): PlainRedis {
  const connection = new PlainRedis(url, { connectTimeout: 2_000, commandTimeout: 1_000, maxRetriesPerRequest: 1 })
  // The command that fails reports it; without a listener the loss of a connection would end the process.
  connection.on('error', () => undefined)
  return connection
}
