import { createServer, type Server } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis as PlainRedis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#dev/embedded/free-port'
import { forgetProcessState } from '#lib/shared/process-state'
import { pingSharedState, sharedStateKind } from '#lib/shared/rate-limit/shared-state'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'
import { RedisServer } from '#tests/integration/portal/redis-server'

const token = 'upstash-test-token'
let redis: RedisServer
let connection: PlainRedis
let server: Server
let delayMs = 0

type Command = string[]

/** Upstash's REST API in front of a real Redis: one command a call, or several as a pipeline. */
function answerCall(body: Command | Command[]): Promise<object> {
  return Array.isArray(body[0]) ? Promise.all((body as Command[]).map(answerCommand)) : answerCommand(body as Command)
}

async function answerCommand(words: Command): Promise<object> {
  const [command = '', ...args] = words
  // An ordinary Redis does not know Upstash's script flag.
  const rest = command.toLowerCase() === 'eval' ? [args[0]?.replace(/^#!lua.*\n/, '') ?? '', ...args.slice(1)] : args
  try {
    return { result: await connection.call(command, ...rest.map(String)) }
  } catch (error) {
    return { error: (error as Error).message }
  }
}

beforeAll(async () => {
  redis = await RedisServer.launch()
  connection = new PlainRedis(redis.url)
  server = createServer((request, response) => {
    void (async () => {
      if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end('{"error":"Unauthorized"}')
      const body = (await json(request)) as Command | Command[]
      await wait(delayMs)
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await answerCall(body)))
    })()
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  process.env.UPSTASH_REDIS_REST_URL = `http://127.0.0.1:${port}`
  process.env.UPSTASH_REDIS_REST_TOKEN = token
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  connection.disconnect()
  await redis.stop()
})

const rule = (name: string) => ({ name, limit: 5, windowSeconds: 3_600 })
const take = async (name: string, count: number) =>
  (await Promise.all(Array.from({ length: count }, () => takeFromLimit(rule(name), 'a')))).filter((answer) => answer.allowed).length

test('Upstash is named as the shared state, and answers', async () => {
  expect(sharedStateKind()).toBe('upstash')
  await expect(pingSharedState()).resolves.toBeUndefined()
})

test('a limit holds across processes, exactly, for callers at once', async () => {
  expect(await take('shared', 4)).toBe(4)
  forgetProcessState('rate-limit')
  expect(await take('shared', 4)).toBe(1)
})

test('an Upstash that is too slow is not a permission: the limit holds in memory', async () => {
  delayMs = 1_500
  forgetProcessState('rate-limit')
  expect(await take('slow', 20)).toBe(5)
  delayMs = 0
})
