import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveThroughNode } from '#lib/gateway/doors/node-door'
import {
  type Customer,
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
let gateway: Gateway
let model: string
let customer: Customer
beforeAll(async () => {
  process.env.TOLLGATE_TRUSTED_PROXIES = '127.0.0.1, 10.0.0.0/8'
  database = await openDatabase()
  upstream = await startUpstream()
  gateway = await openGateway(serveThroughNode)
  model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
  customer = await makeCustomer()
  await setPolicies(customer, { key: { ip_allow: ['203.0.113.0/24', '2001:db8::/32'] } })
})
afterAll(async () => {
  await gateway.close()
  await upstream.close()
  await database.drop()
})

it.each([
  ['203.0.113.7', 200, ''],
  ['198.51.100.1, 203.0.113.7', 200, ''],
  ['198.51.100.1, 203.0.113.7, 10.9.9.9', 200, ''],
  ['::ffff:203.0.113.7', 200, ''],
  ['[2001:db8::5]:443', 200, ''],
  ['203.0.113.7, 198.51.100.1', 403, '198.51.100.1'],
  ['203.0.113.7, 198.51.100.1, 10.9.9.9', 403, '198.51.100.1'],
  ['203.0.113.7, unknown', 403, null],
  ['10.9.9.9', 403, '10.9.9.9'],
])('behind trusted proxies a request for %s is answered %s', async (forwarded, status, address) => {
  const response = await postChat(
    gateway.origin,
    customer,
    { model, messages: [{ role: 'user', content: 'hi' }] },
    { headers: { 'x-forwarded-for': forwarded } },
  )
  const { error } = (await response.json()) as { error?: { details: object } }
  expect(response.status).toBe(status)
  if (status === 403) expect(error?.details).toMatchObject({ address, limit: 'key.ip_allow' })
})
