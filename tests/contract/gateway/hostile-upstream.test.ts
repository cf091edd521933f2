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
import { answerJsonText, answerStreamText, chunkOf, doneEvent, type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
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
