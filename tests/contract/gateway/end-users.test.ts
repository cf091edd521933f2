import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { changeTeamPolicy, getTeamPolicy } from '#lib/portal/policies/team-policy'
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
  setPolicies,
} from '#tests/contract/gateway/harness'
import { makeBudget } from '#tests/support/budgets'
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

const granted = 1_000_000_000n

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
  customer = await makeCustomer(granted)
  upstream.requests.length = 0
})
afterEach(() => expectExactBooks(customer, granted))

async function ask(body: object = {}) {
  const sent = { model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5, ...body }
  const response = await postChat(gateway.origin, customer, sent)
  const { error } = (await response.json()) as { error?: { code: string; param: string; details: object } }
  return { status: response.status, ...error }
}
const statusOf = async (body?: object) => (await ask(body)).status

it('a request that names no end user meets none of their limits and budgets, unless one is required', async () => {
  await makeBudget(customer, 0n, { perEndUser: true, thresholds: [] })
  const end_users = { limits: { requests_per_day: 1 } }
  await setPolicies(customer, { key: { end_users } })
  expect([await statusOf(), await statusOf(), await statusOf({ user: '' })]).toEqual([200, 200, 200])
  expect(await statusOf({ user: 'ada' })).toBe(402)
  for (const level of ['team', 'key'] as const) {
    await setPolicies(customer, { team: {}, key: {}, [level]: { end_users: { ...end_users, required: true } } })
    const refused = { status: 400, code: 'end_user_required', param: 'user', details: { level, limit: `${level}.end_users.required` } }
    for (const body of [{}, { user: '' }, { user: null }, { safety_identifier: '', user: '' }])
      expect(await ask(body)).toMatchObject(refused)
    expect(await statusOf({ safety_identifier: 'ada' })).toBe(402)
  }
  expect(upstream.requests).toHaveLength(3)
})

it('a default names the end user of requests that name none', async () => {
  await setPolicies(customer, {
    team: { end_users: { required: true, limits: { requests_per_day: 1 } } },
    key: { defaults: { user: 'app' } },
  })
  expect([await statusOf(), await statusOf(), await statusOf({ user: 'ada' })]).toEqual([200, 429, 200])
})

it('a policy keeps the requirement with and without limits and budgets beside it', async () => {
  const { teamId } = customer
  const budgets = [{ amount_usd: '1', period: 'day' as const }]
  const kept = async () => (await getTeamPolicy(systemActor, teamId)).end_users
  await changeTeamPolicy(systemActor, teamId, { end_users: { required: true } })
  expect(await kept()).toEqual({ required: true })
  await changeTeamPolicy(systemActor, teamId, { end_users: { required: true, budgets, limits: { concurrency: 2 } } })
  expect(await kept()).toEqual({ required: true, limits: { concurrency: 2 }, budgets: [{ amount_usd: '1.000000000', period: 'day' }] })
  await changeTeamPolicy(systemActor, teamId, { end_users: { budgets } })
  expect(await kept()).not.toHaveProperty('required')
  await changeTeamPolicy(systemActor, teamId, { end_users: null })
  expect(await kept()).toBeUndefined()
})
