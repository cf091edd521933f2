import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { showId } from '#lib/shared/ids'
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
} from '#tests/contract/gateway/harness'
import {
  answerChat,
  answerJsonText,
  answerStreamText,
  answerThenCut,
  chunkOf,
  doneEvent,
  type Script,
  type ScriptedUpstream,
  startUpstream,
  streamOf,
} from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

const messages = [{ role: 'user', content: 'hi' }]
const granted = 1_000_000_000n
const openAiError = (message: string, extra = {}) =>
  JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null, ...extra } })

describe.each(doors)('failover through the $name', ({ serve }) => {
  let gateway: Gateway
  let first: ScriptedUpstream
  let second: ScriptedUpstream
  let customer: Customer
  let model: string
  let ids: { first: string; second: string }
  beforeAll(async () => {
    gateway = await openGateway(serve)
    first = await startUpstream()
    second = await startUpstream()
  })
  afterAll(async () => {
    await gateway.close()
    await first.close()
    await second.close()
  })
  beforeEach(async () => {
    customer = await makeCustomer(granted)
    model = await makeModel()
    ids = {
      first: await makeChannel({ baseUrl: first.baseUrl, model, priority: 9 }),
      second: await makeChannel({ baseUrl: second.baseUrl, model, priority: 1, upstreamModel: 'other-name' }),
    }
    first.requests.length = second.requests.length = 0
    second.answer(answerChat('from the second'))
  })

  const failures: [string, Script][] = [
    ['500', answerJsonText(500, openAiError('boom'))],
    ['503 in HTML', answerJsonText(503, '<html>', { 'content-type': 'text/html' })],
    ['429', answerJsonText(429, openAiError('slow down in organization org-abc123def456'))],
    ['401', answerJsonText(401, openAiError('Incorrect API key provided: sk-up******tial'))],
    ['402', answerJsonText(402, openAiError('Insufficient Balance'))],
    ['403', answerJsonText(403, openAiError('no access'))],
    ['404', answerJsonText(404, openAiError('The model does not exist'))],
    ['408', answerJsonText(408, openAiError('timeout'))],
    ['a redirect', answerJsonText(302, '', { location: 'http://127.0.0.1:1/' })],
    ['a 200 that is no JSON', answerJsonText(200, 'Bad gateway')],
    ['a 200 with an error', answerJsonText(200, openAiError('overloaded'))],
    ['a torn connection', (_, response) => void response.destroy()],
  ]

  it.each(failures)('takes the next channel after %s', async (_, script) => {
    first.answer(script)
    const response = await postChat(gateway.origin, customer, { model, messages })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('from the second')
    expect(response.headers.get('x-tollgate-channel')).toBe(showId('chan', ids.second))
    expect(JSON.parse(second.requests[0]?.body.toString() ?? '')).toMatchObject({ model: 'other-name' })
    expect(first.requests).toHaveLength(1)
    const row = await rowOf(customer, response)
    expect(row).toMatchObject({ status: 'succeeded', channel_id: ids.second })
    expect(row?.attempts.map((attempt) => attempt.channel_id)).toEqual([ids.first, ids.second])
    expect(await expectExactBooks(customer, granted)).toBe(20_000n)
  })

  it('records when each step was, so that they follow one another and none outlasts the request', async () => {
    first.answer(async (request, response) => {
      await wait(30)
      await answerJsonText(503, openAiError('boom'))(request, response)
    })
    const response = await postChat(gateway.origin, customer, { model, messages })
    await response.text()
    const row = await rowOf(customer, response)
    if (!row) throw new Error('no row')
    expect(row.limits_us).toBeNull()
    for (const us of [row.key_us, row.receive_us, row.policy_us, row.admission_us]) expect(us).toBeGreaterThanOrEqual(0)
    expect(row.admission_us).toBeGreaterThan(0)
    const [failed, answered] = row.attempts
    const beforeUs = row.key_us + row.receive_us + row.policy_us + row.admission_us
    expect(failed?.start_us).toBeGreaterThanOrEqual(beforeUs - 5)
    expect(failed?.duration_us).toBeGreaterThanOrEqual(29_000)
    expect(answered?.start_us).toBeGreaterThanOrEqual((failed?.start_us ?? 0) + (failed?.duration_us ?? 0))
    expect((answered?.start_us ?? 0) + (answered?.duration_us ?? 0)).toBeLessThanOrEqual((row.latency_ms + 1) * 1000)
  })

  const streamFailures: [string, Script][] = [
    ['an error event before any content', answerStreamText('data: {"error":{"message":"overloaded"}}\n\n')],
    ['an empty stream', answerStreamText('')],
    ['a cut before any event', answerThenCut('data: {"choi')],
    ['a 500', answerJsonText(500, '{}')],
  ]

  it.each(streamFailures)('takes the next channel for a stream after %s', async (_, script) => {
    first.answer(script)
    second.answer(answerStreamText(streamOf(['whole'])))
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(await response.text()).toBe(chunkOf('whole') + chunkOf('', 'stop') + doneEvent)
    expect(await expectExactBooks(customer, granted)).toBe(20_000n)
  })

  it.each([400, 413, 415, 422])('returns the client’s own %i to it, scrubbed, and asks no other channel', async (status) => {
    first.answer(
      answerJsonText(
        status,
        openAiError('too long for org-Secret123456 with key sk-upstream-credential', {
          code: 'context_length_exceeded',
          param: 'messages',
        }),
      ),
    )
    const response = await postChat(gateway.origin, customer, { model, messages, stream: true })
    expect(response.status).toBe(status)
    const { error } = (await response.json()) as { error: { message: string; code: string; param: string } }
    expect(error).toMatchObject({
      message: 'too long for [redacted] with key [redacted]',
      code: 'context_length_exceeded',
      param: 'messages',
      request_id: response.headers.get('x-request-id'),
    })
    expect(second.requests).toHaveLength(0)
    expect(await rowOf(customer, response)).toMatchObject({
      status: 'failed',
      http_status: status,
      error_code: 'upstream_rejected',
      charge_nanos: 0n,
    })
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })

  it.each([
    ['429', answerJsonText(429, openAiError('x'), { 'retry-after': '7' }), 429, 'upstream_rate_limited'],
    ['500', answerJsonText(500, openAiError('secret host db-1.internal')), 502, 'upstream_error'],
    ['401', answerJsonText(401, openAiError('bad key')), 502, 'upstream_error'],
    ['404', answerJsonText(404, openAiError('no model')), 502, 'upstream_error'],
    ['torn connections', (_: unknown, response: { destroy(): unknown }) => void response.destroy(), 502, 'upstream_unreachable'],
  ] as const)('answers for itself when every channel gave %s', async (_, script, status, code) => {
    first.answer(script)
    second.answer(script)
    const response = await postChat(gateway.origin, customer, { model, messages })
    expect(response.status).toBe(status)
    const text = await response.text()
    const type = status === 429 ? 'rate_limit_error' : 'api_error'
    expect(JSON.parse(text)).toMatchObject({ error: { code, type, param: null, request_id: response.headers.get('x-request-id') } })
    expect(text).not.toContain('db-1')
    if (status === 429) expect(response.headers.get('retry-after')).toBe('7')
    expect(await rowOf(customer, response)).toMatchObject({ status: 'failed', error_code: code })
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })

  it('answers for itself when nothing listens there', async () => {
    const dead = await makeModel()
    await makeChannel({ baseUrl: 'http://127.0.0.1:9/v1', model: dead })
    const response = await postChat(gateway.origin, customer, { model: dead, messages })
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ error: { code: 'upstream_unreachable' } })
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })

  it('tries the other credential of a channel before the next channel', async () => {
    const keyed = await makeModel()
    const channel = await makeChannel({ baseUrl: first.baseUrl, model: keyed, credentials: ['bad-key-1', 'good-key-2', 'bad-key-3'] })
    first.answer((request, response) =>
      (request.headers.authorization === 'Bearer good-key-2' ? answerChat() : answerJsonText(401, openAiError('bad')))(request, response),
    )
    for (let round = 0; round < 5; round++) {
      const response = await postChat(gateway.origin, customer, { model: keyed, messages })
      expect(response.status).toBe(200)
      expect(response.headers.get('x-tollgate-channel')).toBe(showId('chan', channel))
    }
    await expectExactBooks(customer, granted)
  })

  it('shares within a priority by weight', async () => {
    const shared = await makeModel()
    await makeChannel({ baseUrl: first.baseUrl, model: shared, weight: 3 })
    await makeChannel({ baseUrl: second.baseUrl, model: shared, weight: 1 })
    first.answer(answerChat())
    await Promise.all(
      Array.from({ length: 80 }, () => postChat(gateway.origin, customer, { model: shared, messages }).then((response) => response.text())),
    )
    expect(first.requests.length + second.requests.length).toBe(80)
    expect(first.requests.length).toBeGreaterThan(40)
    expect(second.requests.length).toBeGreaterThan(4)
  })
})
