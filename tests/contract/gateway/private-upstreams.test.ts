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
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
  // The environment is read on first use, so this process never had the allowance.
  delete process.env.TOLLGATE_ALLOW_PRIVATE_UPSTREAMS
})
afterAll(() => database.drop())

const granted = 1_000_000_000n

describe.each(doors)('without the allowance for private upstreams the $name', ({ serve }) => {
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

  it.each(['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost'])('never contacts an upstream at %s and answers 502', async (host) => {
    const model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl.replace('127.0.0.1', host), model })
    const customer = await makeCustomer(granted)
    const response = await postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content: 'hi' }] })
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ error: { code: 'upstream_unreachable' } })
    expect(upstream.requests).toHaveLength(0)
    expect(await rowOf(customer, response)).toMatchObject({ status: 'failed', error_code: 'upstream_unreachable', charge_nanos: 0n })
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })
})
