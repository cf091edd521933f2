import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { limitsState } from '#lib/gateway/limits/limits-state'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'
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
import { makeMember } from '#tests/integration/portal/personas'
import { budgetState, makeBudget } from '#tests/support/budgets'
import { seededRandom } from '#tests/support/seeded-random'
import type { TestDatabase } from '#tests/support/test-database'
import { answerChat, type ScriptedUpstream, startUpstream } from '#tests/support/upstream'

const granted = 1_000_000_000n
/** A fee alone: what is held is what is charged. */
const fee = 1_000n
const callers = 1_000

let database: TestDatabase
let gateway: Gateway
let upstream: ScriptedUpstream

beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream(answerChat('ok'))
  gateway = await openGateway(doors[0].serve)
})
afterAll(async () => {
  await gateway.close()
  await upstream.close()
  await database.drop()
})

/** A time zone in which no day ends while this runs. */
function zoneAtNoon(): string {
  const ahead = 12 - new Date().getUTCHours()
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

interface Asked {
  key: Customer
  model: string
  user: string | undefined
}

/** A budget or limit for `most` of the requests it counts under one name; null: it does not count this one. */
interface Subject {
  name: (asked: Asked) => string | null
  most: number
}

/** The status each of them is answered with, all asked at once. */
function askAll(asked: readonly Asked[]): Promise<number[]> {
  const messages = [{ role: 'user', content: 'hi' }]
  const ask = async ({ key, model, user }: Asked) => {
    const response = await postChat(gateway.origin, key, { model, user, messages, max_tokens: 5 })
    await response.arrayBuffer()
    return response.status
  }
  return Promise.all(asked.map(ask))
}

const feeOnly = { inputNanosPerMillion: 0n, outputNanosPerMillion: 0n, requestNanos: fee }

async function addKey(customer: Customer, ownerId: string, policy: PolicyDocument): Promise<Customer> {
  const keyId = newId()
  const { secret } = mintApiKey('inference')
  await asPortal(async (tx) => {
    await tx
      .insertInto('core.api_keys')
      .values({ id: keyId, team_id: customer.teamId, name: 'Another', display: 'tg-…', owner_id: ownerId, policy: JSON.stringify(policy) })
      .execute()
    await tx
      .insertInto('core.api_key_secrets')
      .values({ id: newId(), key_id: keyId, secret_hash: hashSecret(secret) })
      .execute()
  })
  return { ...customer, keyId, secret }
}

it('1,000 concurrent requests across five budgets and five limits: never more than fit, and none refused that would have fitted', async () => {
  const customer = await makeCustomer(granted)
  const [small, large] = [await makeModel(feeOnly), await makeModel(feeOnly)]
  for (const model of [small, large]) await makeChannel({ baseUrl: upstream.baseUrl, model })
  const { userId: anna } = await makeMember(customer.teamId, 'developer')
  const hers = await addKey(customer, anna, { tags: ['night'], limits: { requests_per_day: 150 } })
  const other = await addKey(customer, anna, {})
  const setPolicy = (table: 'teams' | 'memberships', policy: PolicyDocument) =>
    asPortal((tx) =>
      (table === 'teams'
        ? sql`update core.teams set time_zone = ${zoneAtNoon()}, policy = ${JSON.stringify(policy)} where id = ${customer.teamId}`
        : sql`update core.memberships set policy = ${JSON.stringify(policy)} where team_id = ${customer.teamId} and user_id = ${anna}`
      ).execute(tx),
    )
  await setPolicy('teams', {
    limits: { requests_per_day: 560, per_model: { [large]: { requests_per_day: 230 } } },
    end_users: { limits: { requests_per_day: 11 } },
  })
  await setPolicy('memberships', { limits: { requests_per_day: 345 } })

  const amount = (requests: number) => BigInt(requests) * fee
  const budgets = [
    await makeBudget(customer, amount(545), { period: 'total' }),
    await makeBudget(customer, amount(330), { period: 'total', scope: 'member', scopeId: anna }),
    await makeBudget(customer, amount(260), { period: 'total', scope: 'key', scopeId: customer.keyId }),
    await makeBudget(customer, amount(160), { period: 'total', scope: 'tag', scopeId: 'night' }),
    await makeBudget(customer, amount(10), { period: 'total', perEndUser: true, thresholds: [] }),
  ]
  const ofAnna = ({ key }: Asked) => (key === customer ? null : 'anna')
  const ofHers = ({ key }: Asked) => (key === hers ? 'hers' : null)
  const ofUser = ({ user }: Asked) => user ?? null
  const subjects: Subject[] = [
    { most: 545, name: () => 'team' },
    { most: 330, name: ofAnna },
    { most: 260, name: ({ key }) => (key === customer ? 'key' : null) },
    { most: 160, name: ofHers },
    { most: 10, name: ofUser },
    { most: 560, name: () => 'team' },
    { most: 230, name: ({ model }) => (model === large ? 'large' : null) },
    { most: 345, name: ofAnna },
    { most: 150, name: ofHers },
    { most: 11, name: ofUser },
  ]

  const random = seededRandom(13)
  const choose = <T>(...from: T[]): T => from[Math.floor(random() * from.length)] as T
  const users = [...Array.from({ length: 60 }, (_, n) => `user-${n}`), undefined]
  const asked = Array.from(
    { length: callers },
    (): Asked => ({
      key: choose(customer, hers, other),
      model: choose(small, large),
      user: choose(...users),
    }),
  )
  const statuses = await askAll(asked)
  const served = asked.filter((_, n) => statuses[n] === 200)
  const used = (subject: Subject, name: string) => served.filter((one) => subject.name(one) === name).length
  const isFull = (one: Asked, subject: Subject) => {
    const name = subject.name(one)
    return name !== null && used(subject, name) >= subject.most
  }

  expect(new Set(statuses)).toEqual(new Set([200, 402, 429]))
  expect(upstream.requests).toHaveLength(served.length)
  for (const subject of subjects)
    for (const one of asked) {
      const name = subject.name(one)
      if (name !== null) expect(used(subject, name)).toBeLessThanOrEqual(subject.most)
    }
  const falselyRefused = asked.filter((one, n) => statuses[n] !== 200 && !subjects.some((subject) => isFull(one, subject)))
  expect(falselyRefused).toEqual([])
  expect(subjects.filter((subject) => asked.some((one) => isFull(one, subject))).length).toBeGreaterThan(3)
  expect(await expectExactBooks(customer, granted)).toBe(amount(served.length))
  expect((await budgetState(customer, budgets[0]?.id ?? '')).spent_nanos).toBe(amount(served.length))
  expect(limitsState().leases.size).toBe(0)
}, 120_000)

it('a key whose budget is used up takes no place from another, however the requests come', async () => {
  const customer = await makeCustomer(granted)
  const model = await makeModel(feeOnly)
  await makeChannel({ baseUrl: upstream.baseUrl, model })
  const { userId } = await makeMember(customer.teamId, 'developer')
  const other = await addKey(customer, userId, {})
  await setPolicies(customer, { team: { limits: { requests_per_minute: 60, concurrency: 1_000 } } })
  await makeBudget(customer, 20n * fee, { period: 'total', scope: 'key', scopeId: customer.keyId })
  const asked = [customer, customer, customer, other].flatMap((key) =>
    Array.from({ length: 75 }, (): Asked => ({ key, model, user: undefined })),
  )
  const statuses = await askAll(asked)
  const served = (key: Customer) => asked.filter((one, n) => one.key === key && statuses[n] === 200).length
  expect(served(customer)).toBeLessThanOrEqual(20)
  // The other key asks for more than all there is: whatever the first leaves is its own.
  expect(served(customer) + served(other)).toBe(60)
  expect(statuses.filter((status) => ![200, 402, 429].includes(status))).toEqual([])
  await expectExactBooks(customer, granted)
}, 60_000)
