import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { limitsState } from '#lib/gateway/limits/limits-state'
import { creditTeam } from '#lib/ledger/credit-team'
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
  settledRows,
} from '#tests/contract/gateway/harness'
import {
  answerChat,
  answerJsonText,
  answerPieces,
  answerThenCut,
  chunkOf,
  doneEvent,
  neverAnswer,
  type ScriptedUpstream,
  startUpstream,
  usageChunkOf,
} from '#tests/support/upstream'
import { makeMember } from '#tests/integration/portal/personas'
import { creditOf } from '#tests/support/ledger'
import type { TestDatabase } from '#tests/support/test-database'

const messages = [{ role: 'user', content: 'hi' }]
const granted = 1_000_000_000n

let database: TestDatabase
let gateway: Gateway
let upstream: ScriptedUpstream
let customer: Customer
let model: string

beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream()
  gateway = await openGateway(doors[0].serve)
})
afterAll(async () => {
  await gateway.close()
  await upstream.close()
  await database.drop()
})
beforeEach(async () => {
  customer = await makeCustomer(granted)
  model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
  upstream.requests.length = 0
  upstream.answer(answerChat())
})
afterEach(async () => {
  await expectExactBooks(customer, granted)
  expect(limitsState().leases.size).toBe(0)
})

async function setPolicy(policy: PolicyDocument): Promise<void> {
  await asPortal((tx) => sql`update core.api_keys set policy = ${JSON.stringify(policy)}::jsonb where id = ${customer.keyId}`.execute(tx))
}

interface Refusal {
  error: { code: string; message: string; details?: Record<string, unknown> }
}

const ask = (body: object = {}, init: RequestInit = {}) =>
  postChat(gateway.origin, customer, { model, messages, max_tokens: 10, ...body }, init)

async function statuses(responses: Response[]): Promise<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (const response of responses) {
    await response.arrayBuffer()
    counts[response.status] = (counts[response.status] ?? 0) + 1
  }
  return counts
}

const atOnce = (callers: number, body: object = {}) => Promise.all(Array.from({ length: callers }, () => ask(body)))

describe('limits of a key', () => {
  it('let exactly 20 of 50 callers in at 20 a minute, and tell the others when to come back', async () => {
    await setPolicy({ limits: { requests_per_minute: 20 } })
    const responses = await atOnce(50)
    const refused = responses.filter((response) => response.status === 429)
    const [first] = refused
    expect(first?.headers.get('x-ratelimit-limit-requests')).toBe('20')
    expect(first?.headers.get('x-ratelimit-remaining-requests')).toBe('0')
    expect(first?.headers.get('x-ratelimit-reset-requests')).toMatch(/^(1m0s|\d+s)$/)
    for (const response of refused) {
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
      expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    }
    if (!first) throw new Error('nobody was refused')
    const { error } = (await first.clone().json()) as Refusal
    expect(error).toMatchObject({
      code: 'rate_limit_exceeded',
      type: 'rate_limit_error',
      details: { limit: 'key.requests_per_minute', level: 'key', amount: 20, remaining: 0 },
    })
    expect(await statuses(responses)).toEqual({ 200: 20, 429: 30 })
    expect(await settledRows(customer, 20)).toHaveLength(20)
    expect(upstream.requests).toHaveLength(20)
  })

  it('say in every answer how they stand', async () => {
    await setPolicy({ limits: { requests_per_minute: 3, requests_per_day: 2, tokens_per_minute: 5_000, concurrency: 9 } })
    const { headers } = await ask()
    expect(headers.get('x-ratelimit-limit-requests')).toBe('2')
    expect(headers.get('x-ratelimit-remaining-requests')).toBe('1')
    expect(headers.get('x-ratelimit-limit-tokens')).toBe('5000')
    expect(Number(headers.get('x-ratelimit-remaining-tokens'))).toBeGreaterThan(4_900)
    expect(headers.get('x-ratelimit-reset-tokens')).toBe('1m0s')
    expect(headers.get('access-control-expose-headers')).toContain('x-ratelimit-remaining-tokens')
  })

  it('reserve tokens before and correct them after, so that what was not used is there again', async () => {
    await setPolicy({ limits: { tokens_per_minute: 1_100 } })
    for (let n = 0; n < 10; n++) {
      expect((await ask({ max_tokens: 900 })).status).toBe(200)
      await settledRows(customer, n + 1)
    }
    // Ten answers of 15 tokens each: 950 are left.
    const refused = await ask({ max_tokens: 960 })
    expect(refused.status).toBe(429)
    expect(((await refused.json()) as Refusal).error.details).toMatchObject({ limit: 'key.tokens_per_minute', remaining: 950 })
  })

  it('tell a request that is larger than its limit so, and not to come back', async () => {
    await setPolicy({ limits: { tokens_per_minute: 500 } })
    const response = await ask({ max_tokens: 600 })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBeNull()
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(((await response.json()) as Refusal).error.message).toContain('too large')
  })

  it('reserve no more output than the policy lets the upstream write', async () => {
    await setPolicy({ limits: { tokens_per_minute: 500 }, max_output_tokens: 100 })
    expect((await ask()).status).toBe(200)
  })

  it('count from the next request when they are changed, though they refused the last', async () => {
    await setPolicy({ limits: { requests_per_day: 1 } })
    expect(await statuses([await ask(), await ask()])).toEqual({ 200: 1, 429: 1 })
    await setPolicy({ limits: { requests_per_day: 3 } })
    expect(await statuses([await ask(), await ask(), await ask()])).toEqual({ 200: 2, 429: 1 })
    await setPolicy({})
    expect((await ask()).headers.get('x-ratelimit-limit-requests')).toBeNull()
  })

  it('take nothing from a request that admission refuses', async () => {
    await setPolicy({ limits: { requests_per_minute: 2, concurrency: 1 } })
    const poor = await makeCustomer(0n)
    await asPortal((tx) =>
      sql`update core.api_keys set policy = '{"limits":{"requests_per_minute":2,"concurrency":1}}' where id = ${poor.keyId}`.execute(tx),
    )
    const askPoor = () => postChat(gateway.origin, poor, { model, messages, max_tokens: 10 })
    for (let n = 0; n < 4; n++) expect((await askPoor()).status).toBe(402)
    await asPortal((tx) => creditTeam(tx, creditOf(poor, granted)))
    expect(await statuses([await askPoor(), await askPoor(), await askPoor()])).toEqual({ 200: 2, 429: 1 })
    await expectExactBooks(poor, granted)
  })

  it('count reading routes by method alone', async () => {
    await setPolicy({ limits: { requests_per_minute: 1, per_method: { GET: { requests_per_minute: 2 } } } })
    const read = (method: string) =>
      fetch(`${gateway.origin}/api/v1/models`, { method, headers: { authorization: `Bearer ${customer.secret}` } })
    const first = await read('GET')
    expect([first.status, (await read('HEAD')).status]).toEqual([200, 200])
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1')
    const refused = await read('GET')
    expect(refused.status).toBe(429)
    expect(((await refused.json()) as Refusal).error.details).toMatchObject({ limit: 'key.per_method.GET.requests_per_minute' })
    expect((await ask()).status).toBe(200)
  })

  it('count each end user apart, and models by pattern', async () => {
    const perModel = { [`${model.slice(0, -2)}*`]: { requests_per_minute: 3 } }
    await setPolicy({ limits: { per_model: perModel }, end_users: { limits: { requests_per_minute: 2 } } })
    const of = (user: string) => ask({ user })
    expect(await statuses([await of('ada'), await of('ada'), await of('ada'), await of('bob'), await of('bob')])).toEqual({
      200: 3,
      429: 2,
    })
  })
})

describe('limits of team and member', () => {
  /** Another key of the customer's team, which counts for this member. */
  async function addKey(ownerId: string | null): Promise<Customer> {
    const keyId = newId()
    const { secret } = mintApiKey('inference')
    await asPortal(async (tx) => {
      await tx
        .insertInto('core.api_keys')
        .values({ id: keyId, team_id: customer.teamId, name: 'Another', display: 'tg-…', owner_id: ownerId })
        .execute()
      await tx
        .insertInto('core.api_key_secrets')
        .values({ id: newId(), key_id: keyId, secret_hash: hashSecret(secret) })
        .execute()
    })
    return { ...customer, keyId, secret }
  }

  const askWith = async (keys: Customer[]) =>
    statuses(await Promise.all(keys.map((key) => postChat(gateway.origin, key, { model, messages, max_tokens: 10 }))))

  const limitsOf = (requests: number) => JSON.stringify({ limits: { requests_per_minute: requests } })

  it('count over all keys of the team', async () => {
    await asPortal((tx) => sql`update core.teams set policy = ${limitsOf(5)}::jsonb where id = ${customer.teamId}`.execute(tx))
    const other = await addKey(null)
    expect(await askWith(Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? customer : other)))).toEqual({ 200: 5, 429: 7 })
  })

  it('count over all keys of a member, and leave the others alone', async () => {
    const { userId } = await makeMember(customer.teamId, 'developer')
    await asPortal((tx) =>
      sql`update core.memberships set policy = ${limitsOf(3)}::jsonb where team_id = ${customer.teamId} and user_id = ${userId}`.execute(
        tx,
      ),
    )
    const [one, two] = [await addKey(userId), await addKey(userId)]
    expect(await askWith([one, two, one, two, one, two])).toEqual({ 200: 3, 429: 3 })
    const refused = await postChat(gateway.origin, two, { model, messages })
    expect(((await refused.json()) as Refusal).error.details).toMatchObject({ limit: 'member.requests_per_minute', level: 'member' })
    expect(await askWith([customer, customer, customer, customer])).toEqual({ 200: 4 })
  })
})

describe('concurrency of a key', () => {
  const slow = [chunkOf('a'), chunkOf('b'), chunkOf('c', 'stop'), usageChunkOf(), doneEvent]

  it('5 with 50 slow streams is never more than 5 at once upstream, and all are served in the end', async () => {
    await setPolicy({ limits: { concurrency: 5 } })
    let running = 0
    let most = 0
    upstream.answer(async (request, response) => {
      most = Math.max(most, ++running)
      response.on('close', () => running--)
      await answerPieces(slow, 10)(request, response)
    })
    let refusals = 0
    const insist = async () => {
      for (;;) {
        const response = await ask({ stream: true })
        const text = await response.text()
        if (response.status === 200) return text
        expect(response.status).toBe(429)
        expect((JSON.parse(text) as Refusal).error.code).toBe('concurrency_limit_exceeded')
        refusals++
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    const texts = await Promise.all(Array.from({ length: 50 }, insist))
    expect(texts.every((text) => text.includes('[DONE]'))).toBe(true)
    expect(most).toBeLessThanOrEqual(5)
    expect(refusals).toBeGreaterThan(0)
  }, 60_000)

  it('is free again after every way a request can end', async () => {
    await setPolicy({ limits: { concurrency: 1 } })
    const isFree = async () => {
      upstream.answer(answerChat())
      await expect.poll(async () => (await statuses([await ask()]))[200], { timeout: 5_000 }).toBe(1)
    }
    upstream.answer(answerJsonText(500, '{}'))
    expect((await ask()).status).toBeGreaterThanOrEqual(500)
    await isFree()

    upstream.answer(answerJsonText(400, '{"error":{"message":"no"}}'))
    expect((await ask()).status).toBe(400)
    await isFree()

    upstream.answer(answerThenCut(chunkOf('a')))
    await (await ask({ stream: true })).text()
    await isFree()

    upstream.answer(
      answerPieces(
        Array.from({ length: 1_000 }, () => chunkOf('word ')),
        5,
      ),
    )
    const leaving = new AbortController()
    const reader = (await ask({ stream: true }, { signal: leaving.signal })).body?.getReader()
    await reader?.read()
    expect((await ask()).status).toBe(429)
    leaving.abort()
    await reader?.read().catch(() => undefined)
    await isFree()

    upstream.answer(neverAnswer)
    const waiting = new AbortController()
    const asked = ask({}, { signal: waiting.signal }).catch(() => undefined)
    while (!upstream.requests.at(-1)?.body.includes(model)) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 50))
    waiting.abort()
    await asked
    await isFree()

    expect((await ask({ temperature: 'x', model: 'nobody/sells-this' })).status).toBe(404)
    await isFree()
  })
})
