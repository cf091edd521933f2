import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  answerChat,
  answerJsonText,
  answerPieces,
  answerStreamText,
  chunkOf,
  doneEvent,
  type ScriptedUpstream,
  startUpstream,
  streamOf,
  usageChunkOf,
} from '#tests/support/upstream'
import { seededRandom } from '#tests/support/seeded-random'
import type { TestDatabase } from '#tests/support/test-database'
import {
  doors,
  expectExactBooks,
  type Gateway,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  openGateway,
  postChat,
  rowOf,
} from '#tests/contract/gateway/harness'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

const messages = [{ role: 'user', content: 'hi' }]
const granted = 1_000_000_000n

describe.each(doors)('chat completions through the $name', ({ serve }) => {
  let gateway: Gateway
  let upstream: ScriptedUpstream
  beforeAll(async () => {
    gateway = await openGateway(serve)
    upstream = await startUpstream()
  })
  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  async function arrange(channel: { upstreamModel?: string; provider?: 'openai' } = {}) {
    const [customer, model] = await Promise.all([makeCustomer(granted), makeModel()])
    const channelId = await makeChannel({ baseUrl: upstream.baseUrl, model, ...channel })
    upstream.answer(answerChat())
    upstream.requests.length = 0
    return { customer, model, channelId }
  }

  it('returns the bytes of an answer unchanged and charges tokens times price', async () => {
    const { customer, model } = await arrange()
    const text =
      '{"id":"x", "choices":[{"message":{"content":"\\u00e9","odd":1.50},"finish_reason":"stop"}],\n"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10},"big":12345678901234567890}'
    upstream.answer(answerJsonText(200, text))
    const response = await postChat(gateway.origin, customer, { model, messages })
    expect(await response.text()).toBe(text)
    expect(response.status).toBe(200)
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/)
    expect(response.headers.get('x-tollgate-model')).toBe(model)
    expect(response.headers.get('x-tollgate-channel')).toMatch(/^chan_/)
    expect(Number(response.headers.get('x-tollgate-overhead-ms'))).toBeGreaterThan(0)
    expect(response.headers.get('x-tollgate-cost-usd')).toBe('0.000013000')
    expect(response.headers.get('x-upstream-secret')).toBeNull()
    expect(await expectExactBooks(customer, granted)).toBe(7n * 1000n + 3n * 2000n)
    expect(await rowOf(customer, response)).toMatchObject({
      status: 'succeeded',
      finish_reason: 'stop',
      estimated: false,
      streamed: false,
      input_tokens: 7n,
      output_tokens: 3n,
    })
  })

  it('sends the client’s own bytes upstream, but for the model’s name and the key', async () => {
    const { customer, model } = await arrange({ upstreamModel: 'up/name' })
    const body = `{ "model" : ${JSON.stringify(model)},"messages":[{"role":"user","content":"\\ud83d\\ude00 ü"}],  "odd":{"n":9,"model":"x"}, "seed":12345678901234567890 }`
    await postChat(gateway.origin, customer, body)
    expect(upstream.requests[0]?.body.toString()).toBe(body.replace(JSON.stringify(model), '"up/name"'))
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-upstream-credential')
    expect(JSON.stringify(upstream.requests[0]?.headers)).not.toContain(customer.secret)
  })

  it.each(['x-api-key', 'api-key'])('takes the key in %s', async (header) => {
    const { customer, model } = await arrange()
    const response = await postChat(
      gateway.origin,
      { secret: 'not-a-key' },
      { model, messages },
      { headers: { authorization: '', [header]: customer.secret } },
    )
    expect(response.status).toBe(200)
  })

  it('streams without the usage nobody asked for, and asks for it upstream', async () => {
    const { customer, model } = await arrange()
    upstream.answer(answerStreamText(streamOf(['Hel', 'lo', '!'])))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(await response.text()).toBe(['Hel', 'lo', '!'].map((word) => chunkOf(word)).join('') + chunkOf('', 'stop') + doneEvent)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(JSON.parse(upstream.requests[0]?.body.toString() ?? '')).toMatchObject({ stream_options: { include_usage: true } })
    expect(await expectExactBooks(customer, granted)).toBe(10n * 1000n + 5n * 2000n)
    expect(await rowOf(customer, response)).toMatchObject({ status: 'succeeded', streamed: true, estimated: false })
  })

  it('adds the cost to a usage that the client asked for', async () => {
    const { customer, model } = await arrange()
    upstream.answer(answerStreamText(streamOf(['a'])))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true, stream_options: { include_usage: true } })
    expect(await response.text()).toContain(usageChunkOf().replace('"total_tokens":15', '"total_tokens":15,"cost":0.00002'))
  })

  it('adds the cost to a whole answer for OpenRouter’s usage.include', async () => {
    const { customer, model } = await arrange()
    const response = await postChat(gateway.origin, customer, { model, messages, usage: { include: true } })
    expect(((await response.json()) as { usage: unknown }).usage).toMatchObject({ prompt_tokens: 10, cost: 0.00002 })
  })

  it('passes comments, CRLF, BOM and unknown fields of a stream', async () => {
    const { customer, model } = await arrange()
    const text = `\u{feff}: OPENROUTER PROCESSING\r\n\r\nevent: x\r\ndata:{"choices":[{"delta":{"content":"日本"},"odd":1}]}\r\n\r\n: keep-alive\n\n${chunkOf('', 'stop')}${doneEvent}`
    upstream.answer(answerStreamText(text))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(text)
  })

  it('gives the same bytes however the upstream splits them', async () => {
    const { customer, model } = await arrange()
    const bytes = Buffer.from(streamOf(['日', '本', '\u{1f600}', 'é'.repeat(40)]).replaceAll('\n', '\r\n'))
    const expected = bytes.toString().replace(usageChunkOf().replaceAll('\n', '\r\n'), '')
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed)
      const pieces: Buffer[] = []
      for (let at = 0; at < bytes.length; ) {
        const next = at + 1 + Math.floor(random() * (seed % 2 === 0 ? 20 : 300))
        pieces.push(bytes.subarray(at, next))
        at = next
      }
      upstream.answer(answerPieces(pieces))
      const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
      expect(Buffer.from(await response.arrayBuffer()).toString(), `seed ${seed}`).toBe(expected)
    }
    expect(await expectExactBooks(customer, granted)).toBe(12n * 20_000n)
  })

  it('reads an answer that the upstream compressed although it was asked not to', async () => {
    const { customer, model } = await arrange()
    upstream.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' })
      response.end(gzipSync(streamOf(['a'])))
    })
    const streamed = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(await streamed.text()).toBe(chunkOf('a') + chunkOf('', 'stop') + doneEvent)
    upstream.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'br' })
      response.end(brotliCompressSync('{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}'))
    })
    const whole = await postChat(gateway.origin, customer, { model, messages })
    expect(whole.headers.get('content-encoding')).toBeNull()
    expect(await whole.text()).toBe('{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}')
    expect(await expectExactBooks(customer, granted)).toBe(23_000n)
  })

  it('charges an estimate, and says so, when the upstream tells no usage', async () => {
    const { customer, model } = await arrange()
    upstream.answer(answerStreamText(streamOf(['one ', 'two ', 'three '], null)))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    await response.text()
    const row = await rowOf(customer, response)
    expect(row).toMatchObject({ status: 'succeeded', estimated: true })
    expect(row?.output_tokens).toBeGreaterThanOrEqual(3n)
    expect(row?.output_tokens).toBeLessThan(8n)
    expect(row?.input_tokens).toBeLessThan(15n)
    expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
  })

  it('charges true usage beyond the hold as an overrun, an estimate never', async () => {
    const { customer, model } = await arrange()
    upstream.answer(answerChat('x', { prompt_tokens: 5000, completion_tokens: 900 }))
    const dear = await postChat(gateway.origin, customer, { model, messages, max_tokens: 1 })
    const row = await rowOf(customer, dear)
    expect(row?.charge_nanos).toBe(5000n * 1000n + 900n * 2000n)
    expect(row?.overrun_nanos).toBeGreaterThan(0n)
    upstream.answer(answerChat('many words '.repeat(500), null))
    const vague = await rowOf(customer, await postChat(gateway.origin, customer, { model, messages, max_tokens: 1 }))
    expect(vague).toMatchObject({ estimated: true, overrun_nanos: 0n })
    await expectExactBooks(customer, granted)
  })

  it('lowers the ceiling to what the credit covers, and tells both sides', async () => {
    const model = await makeModel({ inputNanosPerMillion: 0n, outputNanosPerMillion: 1_000_000_000n, maxOutputTokens: 100_000 })
    const customer = await makeCustomer(500_000n)
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    upstream.answer(answerChat())
    upstream.requests.length = 0
    const response = await postChat(gateway.origin, customer, { model, messages })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-tollgate-max-tokens')).toBe('500')
    expect(JSON.parse(upstream.requests[0]?.body.toString() ?? '')).toMatchObject({ max_tokens: 500 })
    await expectExactBooks(customer, 500_000n)
  })

  it('writes the ceiling as max_completion_tokens for OpenAI', async () => {
    const model = await makeModel({ inputNanosPerMillion: 0n, outputNanosPerMillion: 1_000_000_000n, maxOutputTokens: 100_000 })
    const customer = await makeCustomer(500_000n)
    await makeChannel({ baseUrl: upstream.baseUrl, model, provider: 'openai' })
    upstream.answer(answerChat())
    upstream.requests.length = 0
    expect((await postChat(gateway.origin, customer, { model, messages })).status).toBe(200)
    expect(JSON.parse(upstream.requests[0]?.body.toString() ?? '')).toMatchObject({ max_completion_tokens: 500 })
  })

  it('refuses a maximum the client named that does not fit, with what would', async () => {
    const model = await makeModel({ inputNanosPerMillion: 0n, outputNanosPerMillion: 1_000_000_000n, maxOutputTokens: 100_000 })
    const customer = await makeCustomer(500_000n)
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    const response = await postChat(gateway.origin, customer, { model, messages, max_tokens: 501 })
    expect(response.status).toBe(402)
    expect(await response.json()).toMatchObject({
      error: {
        code: 'insufficient_credit',
        param: 'max_tokens',
        details: { limit: 'credit', affordable_tokens: 500, available_usd: '0.000500000' },
      },
    })
    expect((await postChat(gateway.origin, customer, { model, messages, max_tokens: 500 })).status).toBe(200)
    await expectExactBooks(customer, 500_000n)
  })

  it('counts the tokens of the input when its bytes do not fit', async () => {
    const model = await makeModel({ inputNanosPerMillion: 1_000_000_000n, outputNanosPerMillion: 0n, contextLength: 100_000 })
    const customer = await makeCustomer(600_000n)
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    upstream.answer(answerChat())
    const content = 'The quick brown fox jumps over the lazy dog. '.repeat(40)
    expect(content.length).toBeGreaterThan(600)
    expect((await postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content }] })).status).toBe(200)
    await expectExactBooks(customer, 600_000n)
  })

  it('serves exactly as many concurrent requests as the credit covers', async () => {
    const model = await makeModel({ inputNanosPerMillion: 0n, outputNanosPerMillion: 0n, requestNanos: 10_000_000n })
    const customer = await makeCustomer(370_000_000n)
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    upstream.answer(answerChat())
    const statuses = await Promise.all(
      Array.from({ length: 120 }, async () => {
        const response = await postChat(gateway.origin, customer, { model, messages, max_tokens: 5 })
        await response.text()
        return response.status
      }),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(37)
    expect(statuses.filter((status) => status === 402)).toHaveLength(83)
    expect(await expectExactBooks(customer, 370_000_000n)).toBe(370_000_000n)
  })
})
