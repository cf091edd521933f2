import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  setPrice,
} from '#tests/contract/gateway/harness'
import { setBudget } from '#lib/ledger/budgets'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let upstream: ScriptedUpstream
beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream()
})
afterAll(async () => {
  await upstream.close()
  await database.drop()
})

describe.each(doors)('account endpoints at the $name', ({ serve }) => {
  let gateway: Gateway
  let customer: Customer
  beforeAll(async () => {
    gateway = await openGateway(serve)
    customer = await makeCustomer(1_000_000_000n)
  })
  afterAll(() => gateway.close())

  const get = (path: string, as = customer) =>
    fetch(`${gateway.origin}/api/v1${path}`, { headers: { authorization: `Bearer ${as.secret}` } })
  const getJson = async (path: string, as = customer) => (await get(path, as)).json() as Promise<{ data: Record<string, unknown> }>

  it('lists only models with a price and a channel, with price, context and modalities', async () => {
    const model = await makeModel({ inputNanosPerMillion: 150_000_000n, outputNanosPerMillion: 600_000_000n })
    const unserved = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    const list = (await (await get('/models')).json()) as { object: string; data: { id: string }[] }
    expect(list.object).toBe('list')
    expect(list.data.some(({ id }) => id === unserved)).toBe(false)
    const listed = list.data.find(({ id }) => id === model)
    expect(listed).toMatchObject({
      object: 'model',
      context_length: 8192,
      pricing: { prompt: '0.00000015', completion: '0.0000006', request: '0' },
      architecture: { input_modalities: ['text'], output_modalities: ['text'], modality: 'text->text' },
      top_provider: { max_completion_tokens: 1024 },
    })
    expect(await (await get(`/models/${model}`)).json()).toEqual(listed)
    expect(await (await get(`/models/${encodeURIComponent(model)}`)).json()).toEqual(listed)
    expect((await get(`/models/${unserved}`)).status).toBe(404)
    expect((await get('/models/%E0%A4%A')).status).toBe(404)
  })

  it('shows a changed price at once', async () => {
    const model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    await get('/models')
    await setPrice(model, { inputNanosPerMillion: 7_000_000_000n, outputNanosPerMillion: 0n })
    expect(await (await get(`/models/${model}`)).json()).toMatchObject({ pricing: { prompt: '0.000007', completion: '0' } })
  })

  it('answers HEAD with headers alone', async () => {
    const response = await fetch(`${gateway.origin}/api/v1/models`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${customer.secret}` },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
    expect(await response.text()).toBe('')
  })

  it('shows spend, credit and the settled record of a request', async () => {
    const model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    const response = await postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content: 'hi' }] })
    const id = response.headers.get('x-request-id')
    const generation = await getJson(`/generation?id=${id}`)
    expect(generation.data).toMatchObject({
      id,
      model,
      channel: response.headers.get('x-tollgate-channel'),
      total_cost: 0.00002,
      tokens_prompt: 10,
      tokens_completion: 5,
      tokens: { input: 10, output: 5, cache_read: 0 },
      finish_reason: 'stop',
      status: 'succeeded',
    })
    expect(generation.data.latency).toBeTypeOf('number')
    expect((await getJson('/key')).data).toMatchObject({
      label: 'Test key',
      usage: 0.00002,
      usage_daily: 0.00002,
      requests: 1,
      limit: null,
      limit_remaining: null,
    })
    expect((await getJson('/credits')).data).toEqual({ total_credits: 1, total_usage: 0.00002, held: 0, available: 0.99998 })
    await expectExactBooks(customer, 1_000_000_000n)
  })

  it('shows the budgets of the key, the tightest first', async () => {
    const limited = await makeCustomer(1_000_000_000n)
    const budget = { teamId: limited.teamId, scope: 'key', scopeId: limited.keyId, timeZone: 'UTC' } as const
    await asPortal(async (tx) => {
      await setBudget(tx, { ...budget, id: newId(), amountNanos: 9_000_000_000n, period: 'total' })
      await setBudget(tx, { ...budget, id: newId(), amountNanos: 500_000_001n, period: 'day' })
      await setBudget(tx, { ...budget, id: newId(), amountNanos: 20_000_000_000n, period: 'month' })
    })
    const { data } = await getJson('/key', limited)
    expect(data).toMatchObject({ limit: 0.500000001, limit_remaining: 0.500000001, limit_reset: 'day' })
    expect(data.limits).toEqual([
      { period: 'day', limit: 0.500000001, spent: 0, held: 0, remaining: 0.500000001 },
      { period: 'total', limit: 9, spent: 0, held: 0, remaining: 9 },
      { period: 'month', limit: 20, spent: 0, held: 0, remaining: 20 },
    ])
  })

  it('shows nobody else’s requests, and none that do not exist', async () => {
    const model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    const id = (await postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content: 'hi' }] })).headers.get(
      'x-request-id',
    )
    const stranger = await makeCustomer()
    expect((await get(`/generation?id=${id}`, stranger)).status).toBe(404)
    expect((await get('/generation?id=req_00000000000000000000000000')).status).toBe(404)
    expect((await get('/generation?id=nonsense')).status).toBe(404)
    expect((await get('/generation')).status).toBe(400)
  })
})
