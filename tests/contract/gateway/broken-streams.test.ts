import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Customer,
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
  settledRows,
} from '#tests/contract/gateway/harness'
import {
  answerChat,
  answerPieces,
  answerStreamText,
  answerThenCut,
  answerThenHang,
  chunkOf,
  doneEvent,
  neverAnswer,
  plainUsage,
  type ScriptedUpstream,
  startUpstream,
  streamOf,
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
const words = ['one ', 'two ', 'three ', 'four ', 'five ', 'six ']

describe.each(doors)('streams that break at the $name', ({ serve }) => {
  let gateway: Gateway
  let upstream: ScriptedUpstream
  let customer: Customer
  let model: string
  beforeAll(async () => {
    gateway = await openGateway(serve)
    upstream = await startUpstream()
    model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
  })
  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })
  beforeEach(async () => {
    customer = await makeCustomer(granted)
    upstream.requests.length = 0
  })

  it.each([
    ['tears the connection', answerThenCut(chunkOf('one ') + chunkOf('two '))],
    ['tears the connection inside an event', answerThenCut(`${chunkOf('one ') + chunkOf('two ')}data: {"choices":[{"del`)],
    ['ends without a finish', answerStreamText(chunkOf('one ') + chunkOf('two '))],
  ])('ends in an error event when the upstream %s', async (_, script) => {
    upstream.answer(script)
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    const text = await response.text()
    expect(text.startsWith(chunkOf('one ') + chunkOf('two '))).toBe(true)
    const last = text.trim().split('\n\n').at(-1) ?? ''
    expect(JSON.parse(last.replace(/^data: /, ''))).toMatchObject({
      error: { code: 'upstream_interrupted', request_id: response.headers.get('x-request-id') },
    })
    expect(text).not.toContain('[DONE]')
    const row = await rowOf(customer, response)
    expect(row).toMatchObject({ status: 'interrupted', error_code: 'upstream_interrupted', estimated: true })
    expect(row?.output_tokens).toBeGreaterThanOrEqual(2n)
    expect(row?.output_tokens).toBeLessThan(6n)
    expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
  })

  it('passes on an error event of the upstream, scrubbed, and charges what was seen', async () => {
    upstream.answer(
      answerStreamText(
        `${chunkOf('one ')}data: {"error":{"message":"engine of org-Secret123456 failed","code":500}}\n\n${chunkOf('never')}${doneEvent}`,
      ),
    )
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    const text = await response.text()
    expect(text).toContain('engine of [redacted] failed')
    expect(text).not.toContain('never')
    expect(text).not.toContain('[DONE]')
    expect(await rowOf(customer, response)).toMatchObject({ status: 'interrupted', error_code: 'upstream_error', estimated: true })
    await expectExactBooks(customer, granted)
  })

  it('is free when the upstream broke off before any content', async () => {
    upstream.answer(answerThenCut(chunkOf('')))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(await response.text()).toContain('upstream_interrupted')
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })

  it('is whole when the connection is torn after [DONE]', async () => {
    upstream.answer(answerThenCut(streamOf(['a'])))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(await response.text()).toContain(doneEvent)
    expect(await rowOf(customer, response)).toMatchObject({ status: 'succeeded', estimated: false })
  })

  it('passes a stream that ends without [DONE] or a last blank line', async () => {
    upstream.answer(answerStreamText(`${chunkOf('a')}${chunkOf('', 'stop')}${usageChunkOf().trimEnd()}`))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(await response.text()).toBe(chunkOf('a') + chunkOf('', 'stop'))
    expect(await rowOf(customer, response)).toMatchObject({ status: 'succeeded', estimated: false, input_tokens: 10n, output_tokens: 5n })
  })

  it('cancels the upstream and charges what was seen when the client leaves after k chunks, for every k', async () => {
    upstream.answer(answerPieces([...words.map((word) => chunkOf(word)), ...Array.from({ length: 200 }, () => chunkOf('more '))], 10))
    for (let k = 1; k <= words.length; k++) {
      const leaving = new AbortController()
      const response = await postChat(gateway.origin, customer, { model, messages, stream: true }, { signal: leaving.signal })
      const reader = response.body?.getReader()
      let seen = 0
      while (seen < k) {
        const next = await reader?.read()
        seen +=
          Buffer.from(next?.value ?? '')
            .toString()
            .split('data: ').length - 1
      }
      leaving.abort()
      await upstream.requests[k - 1]?.cancelled
      const row = await rowOf(customer, response)
      expect(row, `k = ${k}`).toMatchObject({ status: 'aborted', estimated: true, error_code: null })
      expect(row?.output_tokens).toBeGreaterThanOrEqual(BigInt(k))
      expect(row?.output_tokens).toBeLessThan(BigInt(k + 12))
      expect(row?.input_tokens).toBeGreaterThan(0n)
      expect(row?.input_tokens).toBeLessThan(20n)
    }
    expect(await settledRows(customer, words.length)).toHaveLength(words.length)
    expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
  })

  it.each([true, false])(
    'cancels the upstream and charges the input when the client leaves before an answer (stream: %s)',
    async (stream) => {
      upstream.answer(neverAnswer)
      const leaving = new AbortController()
      const answer = postChat(gateway.origin, customer, { model, messages, stream }, { signal: leaving.signal }).catch(() => null)
      while (upstream.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      leaving.abort()
      await answer
      await upstream.requests[0]?.cancelled
      const [row] = await settledRows(customer, 1)
      expect(row).toMatchObject({ status: 'aborted', estimated: true, output_tokens: 0n })
      expect(row?.input_tokens).toBeGreaterThan(0n)
      expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
    },
  )

  it('charges the usage the stream told before the client left', async () => {
    upstream.answer(answerThenHang(chunkOf('one ') + usageChunkOf({ ...plainUsage, completion_tokens: 50 })))
    const leaving = new AbortController()
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true }, { signal: leaving.signal })
    await response.body?.getReader().read()
    await new Promise((resolve) => setTimeout(resolve, 30))
    leaving.abort()
    expect(await rowOf(customer, response)).toMatchObject({ status: 'aborted', input_tokens: 10n, output_tokens: 50n, estimated: true })
    await expectExactBooks(customer, granted)
  })

  describe('at a channel that drains', () => {
    async function leaveAfterFirstChunk(price?: { inputNanosPerMillion: bigint; outputNanosPerMillion: bigint }) {
      const drained = await makeModel(price)
      await makeChannel({ baseUrl: upstream.baseUrl, model: drained, drains: true })
      const leaving = new AbortController()
      const response = await postChat(gateway.origin, customer, { model: drained, messages, stream: true }, { signal: leaving.signal })
      await response.body?.getReader().read()
      leaving.abort()
      return rowOf(customer, response)
    }

    it('reads on for the usage when the client has gone, and charges exactly that', async () => {
      upstream.answer(answerPieces([...words.map((word) => chunkOf(word)), chunkOf('', 'stop'), usageChunkOf(), doneEvent], 10))
      expect(await leaveAfterFirstChunk()).toMatchObject({ status: 'aborted', estimated: false, input_tokens: 10n, output_tokens: 5n })
      await expectExactBooks(customer, granted)
    })

    it('stops reading on after a cent', async () => {
      upstream.answer(
        answerPieces(
          Array.from({ length: 1000 }, () => chunkOf('a word more ')),
          10,
        ),
      )
      const row = await leaveAfterFirstChunk({ inputNanosPerMillion: 0n, outputNanosPerMillion: 100_000_000_000n })
      await upstream.requests[0]?.cancelled
      expect(row).toMatchObject({ status: 'aborted', estimated: true })
      expect(row?.output_tokens).toBeLessThan(150n)
      await expectExactBooks(customer, granted)
    })

    it('reads an answer that is not streamed to its end', async () => {
      const answerMs = 300
      upstream.answer((request, response) => void setTimeout(() => void answerChat()(request, response), answerMs))
      const drained = await makeModel()
      await makeChannel({ baseUrl: upstream.baseUrl, model: drained, drains: true })
      const leaving = new AbortController()
      const asked = postChat(gateway.origin, customer, { model: drained, messages }, { signal: leaving.signal }).catch(() => null)
      while (upstream.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      leaving.abort()
      await asked
      const [row] = await settledRows(customer, 1)
      expect(row).toMatchObject({ status: 'aborted', estimated: false, input_tokens: 10n, output_tokens: 5n })
    })
  })

  it('leaves nothing open after a storm of clients that leave at any moment', async () => {
    upstream.answer(answerPieces([...words.map((word) => chunkOf(word)), chunkOf('', 'stop'), usageChunkOf(), doneEvent], 3))
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        try {
          const response = await postChat(
            gateway.origin,
            customer,
            { model, messages, stream: true },
            { signal: AbortSignal.timeout(1 + i) },
          )
          await response.text()
        } catch {
          // Left before the end, which is the point.
        }
      }),
    )
    await expectExactBooks(customer, granted)
  })
})
