import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
import { formatUsd } from '#lib/shared/money'
import {
  answerChat,
  answerJsonText,
  answerStreamText,
  chunkOf,
  doneEvent,
  type ScriptedUpstream,
  startUpstream,
  usageChunkOf,
} from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

const messages = [{ role: 'user', content: 'hi' }]
const granted = 1_000_000_000n
const wholeOf = (finishReason: string) =>
  `{"choices":[{"message":{"content":"hi"},"finish_reason":"${finishReason}"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}`

describe.each(doors)('what an upstream may not do, at the $name', ({ serve }) => {
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

  async function arrange() {
    const [customer, model] = await Promise.all([makeCustomer(granted), makeModel()])
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    return { customer, model }
  }

  it.each([
    ['a NUL byte', 'st\0op'],
    ['an escaped NUL', 'st\\u0000op'],
    ['two megabytes', 'x'.repeat(2_000_000)],
  ])('settles exactly when the finish reason is %s', async (_, finishReason) => {
    const { customer, model } = await arrange()
    upstream.answer(answerJsonText(200, wholeOf(finishReason)))
    const response = await postChat(gateway.origin, customer, { model, messages })
    expect(response.status).toBe(200)
    expect(await rowOf(customer, response)).toMatchObject({ status: 'succeeded', finish_reason: null, estimated: false })
    expect(await expectExactBooks(customer, granted)).toBe(7n * 1000n + 3n * 2000n)
  })

  it('settles a stream whose finish reason carries a NUL byte', async () => {
    const { customer, model } = await arrange()
    const odd = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"st\0op"}]}\n\n'
    upstream.answer(answerStreamText(`${chunkOf('hello')}${odd}${doneEvent}`))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    await response.text()
    expect(await rowOf(customer, response)).toMatchObject({ status: 'succeeded', finish_reason: null, estimated: true })
    expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
  })

  it.each([1e308, 50_000])('clamps a claimed usage of %d tokens to what was held', async (tokens) => {
    const { customer, model } = await arrange()
    const usage = { prompt_tokens: tokens, completion_tokens: tokens }
    upstream.answer(answerChat('hello', usage))
    const response = await postChat(gateway.origin, customer, { model, messages, max_tokens: 10 })
    const row = await rowOf(customer, response)
    expect(row).toMatchObject({ status: 'succeeded', estimated: true, input_tokens: 8192n, output_tokens: 4096n, overrun_nanos: 0n })
    const charged = await expectExactBooks(customer, granted)
    expect(charged).toBeLessThan(200_000n)
    expect(response.headers.get('x-tollgate-cost-usd')).toBe(formatUsd(charged))
    const streamed = await postChat(gateway.origin, customer, { model, messages, max_tokens: 10, stream: true })
    await streamed.text()
    await expectExactBooks(customer, granted)
  })

  it('names no price of an answer whose usage is all zeros, since what is charged is only estimated', async () => {
    const { customer, model } = await arrange()
    upstream.answer(answerChat('some real output', { prompt_tokens: 0, completion_tokens: 0, cost: 9 }))
    const response = await postChat(gateway.origin, customer, { model, messages, usage: { include: true } })
    expect(await rowOf(customer, response)).toMatchObject({ status: 'succeeded', estimated: true })
    expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
    expect(response.headers.get('x-tollgate-cost-usd')).toBeNull()
    expect(((await response.json()) as { usage: unknown }).usage).toMatchObject({ cost: null })
  })

  it('charges a true overrun of the hold', async () => {
    const { customer, model } = await arrange()
    upstream.answer(answerChat('hello', { prompt_tokens: 5000, completion_tokens: 2000 }))
    const response = await postChat(gateway.origin, customer, { model, messages, max_tokens: 10 })
    expect(await rowOf(customer, response)).toMatchObject({ estimated: false, input_tokens: 5000n, output_tokens: 2000n })
    expect(await expectExactBooks(customer, granted)).toBe(5000n * 1000n + 2000n * 2000n)
  })

  it('charges the larger of two usages of one stream', async () => {
    const { customer, model } = await arrange()
    const smaller = usageChunkOf({ prompt_tokens: 1, completion_tokens: 1 })
    upstream.answer(
      answerStreamText(
        chunkOf('a') + chunkOf('', 'stop') + usageChunkOf({ prompt_tokens: 100, completion_tokens: 1000 }) + smaller + doneEvent,
      ),
    )
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    await response.text()
    expect(await rowOf(customer, response)).toMatchObject({ estimated: false, input_tokens: 100n, output_tokens: 1000n })
    expect(await expectExactBooks(customer, granted)).toBe(100n * 1000n + 1000n * 2000n)
  })

  it('answers as JSON that no browser sniffs, whatever type the upstream names', async () => {
    const { customer, model } = await arrange()
    upstream.answer(answerJsonText(200, wholeOf('stop'), { 'content-type': 'text/html' }))
    const response = await postChat(gateway.origin, customer, { model, messages })
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    await response.text()
    await expectExactBooks(customer, granted)
  })
})
