import { afterEach, describe, expect, test, vi } from 'vitest'
import { askGateway } from '../../../app/(portal)/[team]/playground/_state/ask-gateway'
import { askableColumns } from '../../../app/(portal)/[team]/playground/_state/askable-columns'
import { type Conversation, messagesOf, newColumn, plainParameters } from '../../../app/(portal)/[team]/playground/_state/conversation'
import { keepSecret } from '../../../app/(portal)/[team]/playground/_state/keep-secret'
import { readParameters } from '../../../app/(portal)/[team]/playground/_state/parameters'
import { nanosOf, readChunk } from '../../../app/(portal)/[team]/playground/_state/read-chunk'
import { type Change, reduceConversation } from '../../../app/(portal)/[team]/playground/_state/reduce-conversation'
import { untilAborted } from '../../../app/(portal)/[team]/playground/_state/until-aborted'

const empty: Conversation = { system: '', columns: [newColumn('a', 'm1'), newColumn('b', 'm2')], turns: [] }
const after = (from: Conversation, ...changes: Change[]) => changes.reduce(reduceConversation, from)
const asked = (turnId: string, prompt: string): Change => ({ kind: 'ask', turnId, prompt, columns: ['a', 'b'] })
const said = (turnId: string, column: 'a' | 'b', text: string): Change[] => [
  { kind: 'delta', turnId, column, text, reasoning: '' },
  { kind: 'answer', turnId, column, change: { state: 'done' } },
]

describe('messages', () => {
  test('each column goes on from its own answers, and a turn it never answered is left out', () => {
    const state = after(empty, { kind: 'system', text: 'Be brief.' }, asked('1', 'one'), ...said('1', 'a', 'A1'), asked('2', 'two'))
    expect(messagesOf(state, 'a', '2')).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'A1' },
      { role: 'user', content: 'two' },
    ])
    expect(messagesOf(state, 'b', '2').slice(1)).toEqual([{ role: 'user', content: 'two' }])
  })

  test('a retry asks the same again, without the answer it replaces, and code that is shown asks it too', () => {
    const state = after(empty, asked('1', 'one'), ...said('1', 'a', 'A1'))
    expect(messagesOf(state, 'a', '1')).toEqual([{ role: 'user', content: 'one' }])
    expect(messagesOf(state, 'a')).toEqual([{ role: 'user', content: 'one' }])
  })
})

describe('changes', () => {
  test('an edited prompt takes its turn and all after it away', () => {
    const state = after(empty, asked('1', 'one'), asked('2', 'two'), asked('3', 'three'), { kind: 'rewind', turnId: '2' })
    expect(state.turns.map(({ prompt }) => prompt)).toEqual(['one'])
  })

  test('what arrives after an answer was stopped changes nothing', () => {
    const state = after(
      empty,
      asked('1', 'one'),
      { kind: 'delta', turnId: '1', column: 'a', text: 'x', reasoning: 'r' },
      { kind: 'answer', turnId: '1', column: 'a', change: { state: 'stopped' } },
      { kind: 'delta', turnId: '1', column: 'a', text: 'late', reasoning: '' },
    )
    expect(state.turns[0]?.answers.a).toMatchObject({ text: 'x', reasoning: 'r', state: 'stopped', model: 'm1' })
  })

  test('a second column takes the free place, and the last one stays', () => {
    const one = after(empty, { kind: 'single', removed: 'a' })
    expect(one.columns.map(({ id }) => id)).toEqual(['b'])
    expect(after(one, { kind: 'single', removed: 'b' }).columns).toHaveLength(1)
    expect(after(one, { kind: 'compare', model: 'm3' }).columns.map(({ id }) => id)).toEqual(['b', 'a'])
  })
})

test('parameters are sent as numbers, left out when empty, and refused when they cannot be', () => {
  const limits = { maxOutputTokens: 100, reasoning: false }
  expect(readParameters(plainParameters, limits)).toEqual({})
  expect(readParameters({ temperature: '0', topP: '0.5', maxTokens: '100', effort: 'low' }, limits)).toEqual({
    temperature: 0,
    top_p: 0.5,
    max_tokens: 100,
  })
  expect(readParameters({ ...plainParameters, maxTokens: '100', effort: 'low' }, { ...limits, reasoning: true })).toEqual({
    max_completion_tokens: 100,
    reasoning_effort: 'low',
  })
  for (const wrong of [
    { temperature: '2.1' },
    { topP: '-1' },
    { maxTokens: '101' },
    { maxTokens: '1.5' },
    { maxTokens: '0' },
    { temperature: 'x' },
  ])
    expect(readParameters({ ...plainParameters, ...wrong }, limits)).toBeNull()
})

test('events say text, reasoning, finish, usage with its exact price, and errors', () => {
  expect(readChunk('[DONE]')).toBeNull()
  expect(readChunk('{"choices":[{"delta":{"content":"hi"},"finish_reason":null}]}')).toMatchObject({
    text: 'hi',
    finishReason: null,
    usage: null,
  })
  expect(readChunk('{"choices":[{"delta":{"reasoning_content":"hm"},"finish_reason":"stop"}]}')).toMatchObject({
    reasoning: 'hm',
    finishReason: 'stop',
  })
  expect(readChunk('{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"cost":0.000041234}}')?.usage).toEqual({
    inputTokens: 3,
    outputTokens: 4,
    chargeNanos: '41234',
  })
  const broken = '{"error":{"code":"insufficient_credit","message":"no","request_id":"req_1","details":{"affordable_tokens":12}}}'
  expect(readChunk(broken)?.error).toEqual({ code: 'insufficient_credit', message: 'no', requestId: 'req_1', affordable: 12 })
})

describe('how far a request came that failed', () => {
  afterEach(() => vi.unstubAllGlobals())
  const question = { model: 'm1', messages: [], parameters: {}, endUser: null }
  const asking = async (answer: () => Promise<Response>) => {
    vi.stubGlobal('fetch', answer)
    return askGateway('s', question, { onBegin: () => {}, onDelta: () => {} }, new AbortController().signal)
  }
  const refusal = (headers: Record<string, string>) =>
    new Response('{"error":{"code":"upstream_error","message":"no"}}', { status: 502, headers: { 'x-request-id': 'req_1', ...headers } })
  const cut = () =>
    new ReadableStream<Uint8Array>({
      pull: (stream) => stream.error(new TypeError('network error')),
    })

  test.each([
    ['refused', async () => refusal({})],
    ['failed', async () => refusal({ 'x-tollgate-model': 'm1' })],
    ['broken', async () => new Response('data: {"error":{"code":"upstream_error"}}\n\n')],
    ['broken', async () => new Response(cut())],
    ['lost', () => Promise.reject(new TypeError('fetch failed'))],
  ] as const)('%s', async (reach, answer) => {
    expect(await asking(answer)).toMatchObject({ kind: 'failed', reach })
  })
})

test('a price keeps every nanodollar', () => {
  for (const nanos of [1n, 41_200n, 123_456_789n, 1_234_567_890_123n, 999_999_999_999_999n])
    expect(nanosOf(JSON.parse(`${nanos / 1_000_000_000n}.${(nanos % 1_000_000_000n).toString().padStart(9, '0')}`))).toBe(nanos.toString())
})

describe('whom a prompt goes to', () => {
  const models = [
    { name: 'm1', maxOutputTokens: 100, reasoning: false },
    { name: 'm2', maxOutputTokens: null, reasoning: false },
  ]

  test('a model that cannot be called is left out and named, and the other answers', () => {
    const { columns } = empty
    expect(askableColumns(columns, models)).toEqual({ asked: ['a', 'b'], blocked: null, leftOut: [] })
    expect(askableColumns(columns, models.slice(0, 1))).toEqual({ asked: ['a'], blocked: null, leftOut: ['m2'] })
    expect(askableColumns(columns, [])).toEqual({ asked: [], blocked: 'model', leftOut: ['m1', 'm2'] })
    const state = after(empty, { kind: 'ask', turnId: '1', prompt: 'one', columns: ['a'] })
    expect(Object.keys(state.turns[0]?.answers ?? {})).toEqual(['a'])
  })

  test('a wrong parameter holds everybody up', () => {
    const parameters = { ...plainParameters, maxTokens: '0' }
    const { columns } = after(empty, { kind: 'parameters', column: 'b', parameters })
    expect(askableColumns(columns, models)).toMatchObject({ asked: [], blocked: 'parameters' })
  })
})

describe('the secret', () => {
  const opening = (lifeMs: number, clock: { now: number }) => {
    let opened = 0
    const keeper = keepSecret(
      async () => ({ status: 'done', value: { secret: `s${++opened}`, expiresAtMs: clock.now + lifeMs, endUser: null } }),
      () => clock.now,
    )
    return { keeper, count: () => opened }
  }

  test('is shared by whoever needs it at once, and renewed before it ends', async () => {
    const clock = { now: 0 }
    const { keeper, count } = opening(3_600_000, clock)
    const both = await Promise.all([keeper.get(), keeper.get()])
    expect(both).toEqual([
      { ok: true, secret: 's1', endUser: null },
      { ok: true, secret: 's1', endUser: null },
    ])
    clock.now = 3_600_000 - 5 * 60_000
    expect(await keeper.get()).toEqual({ ok: true, secret: 's2', endUser: null })
    expect(count()).toBe(2)
  })

  test('is asked for anew once the gateway has refused it', async () => {
    const { keeper } = opening(3_600_000, { now: 0 })
    await keeper.get()
    keeper.forget('another')
    expect(await keeper.get()).toMatchObject({ secret: 's1' })
    keeper.forget('s1')
    expect(await keeper.get()).toMatchObject({ secret: 's2' })
  })

  test('a fault of the network is told from a failure of the server, and neither is kept', async () => {
    const faults: unknown[] = [new TypeError('Failed to fetch'), new Error('digest')]
    const keeper = keepSecret(async () => {
      const fault = faults.shift()
      if (fault !== undefined) throw fault
      return { status: 'done', value: { secret: 's', expiresAtMs: Infinity, endUser: null } }
    })
    expect(await keeper.get()).toMatchObject({ ok: false, code: 'network' })
    expect(await keeper.get()).toMatchObject({ ok: false, code: 'session' })
    expect(await keeper.get()).toEqual({ ok: true, secret: 's', endUser: null })
  })

  test('whoever stops waiting for it is let go at once, and the others still get it', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const stop = new AbortController()
    const waiting = [untilAborted(promise, stop.signal), untilAborted(promise, new AbortController().signal)]
    stop.abort()
    expect(await waiting[0]).toBeNull()
    expect(await untilAborted(promise, stop.signal)).toBeNull()
    resolve('s')
    expect(await waiting[1]).toBe('s')
  })

  test('a refusal is passed on and not kept', async () => {
    let allowed = false
    const keeper = keepSecret(async () =>
      allowed
        ? { status: 'done', value: { secret: 's', expiresAtMs: Infinity, endUser: null } }
        : { status: 'refused', message: 'no', requestId: 'req_x' },
    )
    expect(await keeper.get()).toEqual({ ok: false, code: 'session', message: 'no', requestId: 'req_x' })
    allowed = true
    expect(await keeper.get()).toEqual({ ok: true, secret: 's', endUser: null })
  })
})
