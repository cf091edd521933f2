import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { gatewayPool } from '#lib/shared/database/pools'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'
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
let gateway: Gateway
let upstream: ScriptedUpstream
let model: string
let customer: Customer

beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream()
  gateway = await openGateway(doors[0].serve)
  model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
})
afterAll(async () => {
  await gateway.close()
  await upstream.close()
  await database.drop()
})
beforeEach(async () => {
  customer = await makeCustomer()
})

async function ask(): Promise<number> {
  const response = await postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 })
  await response.arrayBuffer()
  return response.status
}

/** Questions for the key while this runs, and how long it took. */
async function countLooks(work: () => Promise<void>): Promise<{ looks: number; tookMs: number }> {
  const query = vi.spyOn(gatewayPool(), 'query')
  const begunAt = performance.now()
  try {
    await work()
    const looks = query.mock.calls.filter(([text]) => String(text).includes('gateway_key')).length
    return { looks, tookMs: performance.now() - begunAt }
  } finally {
    query.mockRestore()
  }
}

const refusals: [string, number, PolicyDocument][] = [
  ['a limit', 429, { limits: { requests_per_day: 1 } }],
  ['a model', 403, { models: { allow: ['another'] } }],
  ['an address', 403, { ip_allow: ['203.0.113.0/24'] }],
]

it.each(refusals)('whoever hammers into the refusal of %s costs ten looks at the key a second', async (_, status, policy) => {
  await setPolicies(customer, { key: policy })
  while ((await ask()) !== status);
  const statuses: number[] = []
  const hammer = async () => {
    for (let n = 0; n < 5; n++) statuses.push(await ask())
  }
  const { looks, tookMs } = await countLooks(async () => void (await Promise.all(Array.from({ length: 8 }, hammer))))
  expect(statuses).toEqual(Array.from({ length: 40 }, () => status))
  expect(looks).toBeLessThanOrEqual(2 + tookMs / 50)
  expect(looks).toBeLessThan(20)
})

it.each(refusals)('what is loosened counts from the very next request, in the midst of the refusals of %s', async (_, status, policy) => {
  for (let n = 0; n < 3; n++) {
    await setPolicies(customer, { key: policy })
    while ((await ask()) !== status);
    expect(await ask()).toBe(status)
    await setPolicies(customer, { key: {} })
    expect(await ask()).toBe(200)
  }
})
