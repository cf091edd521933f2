import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Customer,
  doors,
  type Gateway,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  openGateway,
  postChat,
  setPolicies,
} from '#tests/contract/gateway/harness'
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let upstream: ScriptedUpstream
let model: string
beforeAll(async () => {
  // Read once in a process: the doors of this file are behind a proxy that nobody here is.
  process.env.TOLLGATE_TRUSTED_PROXIES = '10.1.2.3'
  database = await openDatabase()
  upstream = await startUpstream()
  model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
})
afterAll(async () => {
  await upstream.close()
  await database.drop()
})

describe.each(doors)('whoever is no trusted proxy at the $name', ({ serve }) => {
  let gateway: Gateway
  let customer: Customer
  beforeAll(async () => {
    gateway = await openGateway(serve)
    customer = await makeCustomer()
  })
  afterAll(() => gateway.close())

  const forged = [
    'x-forwarded-for',
    'x-real-ip',
    'forwarded',
    'x-client-ip',
    'cf-connecting-ip',
    'true-client-ip',
    'x-vercel-forwarded-for',
  ]
  const ask = (headers: Record<string, string>) =>
    postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 }, { headers })

  it.each(forged)('gains nothing by %s', async (header) => {
    await setPolicies(customer, { key: { ip_allow: ['203.0.113.7'] } })
    const response = await ask({ [header]: header === 'forwarded' ? 'for=203.0.113.7' : '203.0.113.7' })
    const { error } = (await response.json()) as { error: object }
    expect(error).toMatchObject({ code: 'address_not_allowed', details: { address: '127.0.0.1' } })
  })

  it.each(forged)('loses nothing by %s', async (header) => {
    await setPolicies(customer, { key: { ip_allow: ['127.0.0.1'] } })
    expect((await ask({ [header]: '203.0.113.7, nonsense' })).status).toBe(200)
  })
})
