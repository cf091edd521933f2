import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { noRates } from '#lib/portal/prices/price'
import { setCostPrice, setSellPrice } from '#lib/portal/prices/set-price'
import { asPortal } from '#lib/shared/database/as-role'
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
import { answerChat, answerJsonText, type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

const granted = 1_000_000_000n
const messages = [{ role: 'user', content: 'hi' }]
const priceOf = (input: bigint, output: bigint) => ({ rates: { ...noRates, input, output }, requestNanos: null, tiers: [] })

describe.each(doors)('prices through the $name', ({ serve }) => {
  let gateway: Gateway
  let first: ScriptedUpstream
  let second: ScriptedUpstream
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
  beforeEach(() => {
    first.answer(answerChat())
    second.answer(answerChat())
    first.requests.length = second.requests.length = 0
  })

  async function inGroup(group: string): Promise<Customer> {
    const customer = await makeCustomer(granted)
    await asPortal((tx) => sql`update core.teams set customer_group = ${group} where id = ${customer.teamId}`.execute(tx))
    return customer
  }

  it('credit for one request at its price per request admits one of five', async () => {
    const requestNanos = 1_000_000n
    const model = await makeModel({ inputNanosPerMillion: 0n, outputNanosPerMillion: 0n, requestNanos })
    await makeChannel({ baseUrl: first.baseUrl, model })
    const customer = await makeCustomer(requestNanos)
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const response = await postChat(gateway.origin, customer, { model, messages })
        await response.text()
        return response.status
      }),
    )
    expect(statuses.toSorted()).toEqual([200, 402, 402, 402, 402])
    expect(first.requests).toHaveLength(1)
    expect(await expectExactBooks(customer, requestNanos)).toBe(requestNanos)
  })

  it('a team pays the price of its own customer group', async () => {
    const model = await makeModel()
    await makeChannel({ baseUrl: first.baseUrl, model })
    await setSellPrice(systemActor, { model, customerGroup: 'wholesale', values: priceOf(100_000_000n, 200_000_000n) })
    const [retail, wholesale] = [await makeCustomer(granted), await inGroup('wholesale')]
    for (const customer of [retail, wholesale]) {
      expect((await postChat(gateway.origin, customer, { model, messages })).status).toBe(200)
    }
    expect(await expectExactBooks(retail, granted)).toBe(20_000n)
    expect(await expectExactBooks(wholesale, granted)).toBe(2_000n)
  })

  it('a model without a price for the group does not exist for its teams', async () => {
    const model = await makeModel()
    await makeChannel({ baseUrl: first.baseUrl, model })
    const customer = await inGroup('unpriced')
    const response = await postChat(gateway.origin, customer, { model, messages })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: 'model_not_found' } })
    expect(first.requests).toHaveLength(0)
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })

  it('the cost recorded is that of the channel that served, not of the one asked first', async () => {
    const model = await makeModel()
    const ids = {
      first: await makeChannel({ baseUrl: first.baseUrl, model, priority: 9 }),
      second: await makeChannel({ baseUrl: second.baseUrl, model, priority: 1 }),
    }
    await setCostPrice(systemActor, { model, channelId: ids.first, values: priceOf(500_000_000n, 500_000_000n) })
    await setCostPrice(systemActor, { model, channelId: ids.second, values: priceOf(300_000_000n, 700_000_000n) })
    first.answer(answerJsonText(500, '{}'))
    const customer = await makeCustomer(granted)
    const response = await postChat(gateway.origin, customer, { model, messages })
    const row = await rowOf(customer, response)
    const { rows } = await asPortal((tx) =>
      sql`select r.cost_nanos, p.channel_id as cost_channel from usage.requests r
        left join core.price_versions p on p.id = r.cost_price_id where r.id = ${row?.id}`.execute(tx),
    )
    expect(rows).toEqual([{ cost_nanos: 6_500n, cost_channel: ids.second }])
    expect(await expectExactBooks(customer, granted)).toBe(20_000n)
  })
})
