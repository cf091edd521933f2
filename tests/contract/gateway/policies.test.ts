import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
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
  settledRows,
} from '#tests/contract/gateway/harness'
import { sql } from 'kysely'
import pg from 'pg'
import { listBudgets, setBudget } from '#lib/ledger/budgets'
import { newId } from '#lib/shared/ids'
import { asPortal } from '#lib/shared/database/as-role'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'
import { makeMember } from '#tests/integration/portal/personas'
import { makeBudget } from '#tests/support/budgets'
import { answerChat, type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
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

const messages = [{ role: 'user', content: 'hi' }]
const granted = 1_000_000_000n
const future = '2099-01-01T00:00:00Z'

interface Answer {
  status: number
  code: string | null
  param: string | null
  message: string
  details: Record<string, unknown>
  headers: Headers
}

describe.each(doors)('policies at the $name', ({ serve }) => {
  let gateway: Gateway
  let model: string
  let other: string
  let customer: Customer
  beforeAll(async () => {
    gateway = await openGateway(serve)
    ;[model, other] = [await makeModel(), await makeModel()]
    for (const name of [model, other]) await makeChannel({ baseUrl: upstream.baseUrl, model: name, upstreamModel: `up-${name}` })
  })
  afterAll(() => gateway.close())
  beforeEach(async () => {
    customer = await makeCustomer(granted)
    upstream.requests.length = 0
  })

  async function read(response: Response): Promise<Answer> {
    const { error } = (await response.json()) as { error?: Omit<Answer, 'status' | 'headers'> }
    const { code = null, param = null, message = '', details = {} } = error ?? {}
    return { status: response.status, code, param, message, details, headers: response.headers }
  }
  const ask = async (body: object = {}, headers: Record<string, string> = {}) =>
    read(await postChat(gateway.origin, customer, { model, messages, ...body }, { headers }))
  const get = async (path: string, method = 'GET') =>
    fetch(`${gateway.origin}/api/v1${path}`, { method, headers: { authorization: `Bearer ${customer.secret}` } })
  const sent = () => upstream.requests.map(({ body }) => body.toString())

  it('a refusal names limit and level, holds nothing and leaves no row', async () => {
    await setPolicies(customer, { team: { models: { deny: [model] } }, key: { models: { allow: ['*'] } } })
    expect(await ask()).toMatchObject({
      status: 403,
      code: 'model_not_allowed',
      param: 'model',
      details: { limit: 'team.models.deny', level: 'team', model },
    })
    expect((await ask({ model: other })).status).toBe(200)
    expect(await expectExactBooks(customer, granted)).toBeGreaterThan(0n)
    expect(await settledRows(customer, 1)).toHaveLength(1)
  })

  it('a policy changed between two requests counts from the very next, tightened or loosened', async () => {
    const stricter: [PolicyDocument, string][] = [
      [{ models: { allow: [other] } }, 'model_not_allowed'],
      [{ endpoints: { deny: ['POST chat/*'] } }, 'endpoint_not_allowed'],
      [{ ip_allow: ['203.0.113.0/24'] }, 'address_not_allowed'],
      [{ clients: { allow: ['codex'] } }, 'client_not_allowed'],
      [{ max_request_usd: '0' }, 'request_too_expensive'],
      [{ max_output_tokens: 4 }, 'invalid_request'],
      [{ expires_at: '2020-01-01T00:00:00Z' }, 'key_expired'],
    ]
    for (const [policy, code] of stricter) {
      for (const level of ['team', 'key'] as const) {
        expect([code, (await ask({ max_tokens: 5 })).status]).toEqual([code, 200])
        await setPolicies(customer, { [level]: policy })
        expect(await ask({ max_tokens: 5 })).toMatchObject({ code, details: { level } })
        await setPolicies(customer, { [level]: {} })
      }
    }
  })

  it('an alias leads to its model, at that model’s price, and only where every level allows it', async () => {
    await setPolicies(customer, { team: { aliases: { fast: model, best: 'nowhere' } }, key: { aliases: { best: other } } })
    const body = `{ "x":1.50,"model" : "fast" ,\n "messages":[{"role":"user","content":"\\u00e9"}] }`
    const response = await postChat(gateway.origin, customer, body)
    expect([response.status, response.headers.get('x-tollgate-model')]).toEqual([200, model])
    expect(sent()).toEqual([body.replace('"fast"', `"up-${model}"`)])
    expect((await ask({ model: 'best' })).headers.get('x-tollgate-model')).toBe(other)
    expect((await settledRows(customer, 2)).map((row) => row.model)).toEqual([model, other])
    await setPolicies(customer, { key: { aliases: { best: other }, models: { deny: [other] } } })
    expect(await ask({ model: 'best' })).toMatchObject({ status: 403, details: { model: other, limit: 'key.models.deny' } })
    expect((await ask({ model: 'fast' })).status).toBe(200)
    await expectExactBooks(customer, granted)
  })

  it('lists what the key may call, under aliases too', async () => {
    await setPolicies(customer, { team: { aliases: { fast: model, gone: 'nowhere' } }, key: { models: { allow: [model] } } })
    const ids = async () => ((await (await get('/models')).json()) as { data: { id: string }[] }).data.map(({ id }) => id)
    expect(await ids()).toEqual(['fast', model].sort())
    expect(await (await get('/models/fast')).json()).toMatchObject({ id: 'fast', alias_of: model })
    expect([(await get(`/models/${other}`)).status, (await get('/models/gone')).status]).toEqual([404, 404])
  })

  it('paths and methods are bound on every route', async () => {
    await setPolicies(customer, { key: { endpoints: { deny: ['GET models*'] } } })
    for (const [path, method] of [
      ['/models', 'GET'],
      ['/models', 'HEAD'],
      [`/models/${encodeURIComponent(model)}/`, 'GET'],
    ] as const)
      expect((await get(path, method)).status).toBe(403)
    expect((await get('/key')).status).toBe(200)
    expect((await ask()).status).toBe(200)
    await setPolicies(customer, { key: { endpoints: { allow: ['chat/completions'] } } })
    expect(await read(await get('/key'))).toMatchObject({
      code: 'endpoint_not_allowed',
      details: { endpoint: 'GET /v1/key', limit: 'key.endpoints.allow' },
    })
    expect((await ask()).status).toBe(200)
  })

  it('a tool is known by its headers', async () => {
    await setPolicies(customer, { team: { clients: { deny: ['unknown'] } }, key: { clients: { allow: ['codex', 'curl'] } } })
    expect((await ask({}, { 'user-agent': 'curl/8.1' })).status).toBe(200)
    expect((await ask({}, { originator: 'codex_cli_rs' })).status).toBe(200)
    expect(await ask({}, { 'user-agent': 'claude-cli/2.0 (external, cli)' })).toMatchObject({
      code: 'client_not_allowed',
      details: { client: 'claude-code', limit: 'key.clients.allow' },
    })
    expect(await ask()).toMatchObject({ code: 'client_not_allowed', details: { limit: 'team.clients.deny' } })
  })

  it('an address is allowed by every level that lists any', async () => {
    await setPolicies(customer, { team: { ip_allow: ['127.0.0.0/8', '::1'] } })
    expect((await ask()).status).toBe(200)
    await setPolicies(customer, { key: { ip_allow: ['203.0.113.0/24'] } })
    const refused = { status: 403, code: 'address_not_allowed', details: { limit: 'key.ip_allow', address: '127.0.0.1' } }
    expect(await ask()).toMatchObject(refused)
    expect(await read(await get('/key'))).toMatchObject(refused)
  })

  it('a member’s policy binds the keys that count for them, and no other once they are handed over', async () => {
    const [strict, free] = [newId(), newId()]
    const owns = (userId: string | null) =>
      asPortal((tx) => tx.updateTable('core.api_keys').set({ owner_id: userId }).where('id', '=', customer.keyId).execute())
    await asPortal(async (tx) => {
      for (const id of [strict, free]) {
        const policy: PolicyDocument = id === strict ? { models: { allow: [other] } } : {}
        await tx
          .insertInto('core.users')
          .values({ id, email: `${id}@example.com` })
          .execute()
        await tx
          .insertInto('core.memberships')
          .values({ team_id: customer.teamId, user_id: id, role: 'developer', policy: JSON.stringify(policy) })
          .execute()
      }
    })
    expect((await ask()).status).toBe(200)
    await owns(strict)
    expect(await ask()).toMatchObject({ code: 'model_not_allowed', details: { limit: 'member.models.allow', level: 'member' } })
    await owns(free)
    expect((await ask()).status).toBe(200)
    await asPortal((tx) =>
      tx.updateTable('core.memberships').set({ policy: '{"max_output_tokens":3}' }).where('user_id', '=', free).execute(),
    )
    expect(await ask({ max_tokens: 4 })).toMatchObject({ code: 'invalid_request', details: { level: 'member' } })
    await asPortal((tx) => tx.deleteFrom('core.memberships').where('user_id', '=', free).execute())
    expect((await ask({ max_tokens: 4 })).status).toBe(200)
  })

  it('a blocked key says why, whatever is remembered of it', async () => {
    expect((await ask()).status).toBe(200)
    await asPortal((tx) =>
      sql`update core.api_keys set status = 'blocked', block_reason = 'leaked on GitHub' where id = ${customer.keyId}`.execute(tx),
    )
    const blocked = { status: 403, code: 'key_blocked', details: { reason: 'leaked on GitHub' } }
    expect(await ask()).toMatchObject(blocked)
    expect(await read(await get('/models'))).toMatchObject(blocked)
  })

  it('the team’s expiry ends its keys', async () => {
    await setPolicies(customer, { team: { expires_at: '2020-01-01T00:00:00Z' }, key: { expires_at: future } })
    expect(await ask()).toMatchObject({ status: 401, code: 'key_expired', details: { limit: 'team.expires_at', level: 'team' } })
  })

  it('more output than a policy grants is refused by name; where none was asked for, the ceiling goes upstream', async () => {
    await setPolicies(customer, { team: { max_output_tokens: 100 }, key: { max_output_tokens: 300 } })
    expect(await ask({ max_completion_tokens: 101 })).toMatchObject({
      status: 400,
      param: 'max_completion_tokens',
      details: { limit: 'team.max_output_tokens', level: 'team', max_output_tokens: 100 },
    })
    expect(await ask({ thinking: { type: 'enabled', budget_tokens: 150 }, max_tokens: 50 })).toMatchObject({
      status: 400,
      param: 'thinking.budget_tokens',
    })
    expect((await ask({ max_tokens: 100 })).headers.get('x-tollgate-max-tokens')).toBeNull()
    expect((await ask()).headers.get('x-tollgate-max-tokens')).toBe('100')
    expect(sent().map((body) => (JSON.parse(body) as { max_tokens: number }).max_tokens)).toEqual([100, 100])
    await expectExactBooks(customer, granted)
  })

  it('no request may cost more than a policy says: its output is lowered, or it is refused', async () => {
    // 2 USD a million: 300 tokens of output and a prompt of under 100 bytes.
    await setPolicies(customer, { key: { max_request_usd: '0.0007' } })
    const lowered = await ask()
    const ceiling = Number(lowered.headers.get('x-tollgate-max-tokens'))
    expect([lowered.status, ceiling > 256 && ceiling < 350]).toEqual([200, true])
    expect(JSON.parse(sent()[0] ?? '')).toMatchObject({ max_tokens: ceiling })
    const refused = await ask({ max_tokens: 400 })
    expect(refused).toMatchObject({
      status: 402,
      code: 'request_too_expensive',
      param: 'max_tokens',
      details: { limit: 'key.max_request_usd', level: 'key', max_usd: '0.000700000' },
    })
    expect((await ask({ max_tokens: refused.details.affordable_tokens })).status).toBe(200)
    // Too long by its bytes, not by its tokens.
    const long = [{ role: 'user', content: 'the same words again '.repeat(40) }]
    expect((await ask({ messages: long, max_tokens: 50 })).status).toBe(200)
    await expectExactBooks(customer, granted)
  })

  it('defaults are set where the client sent none; every other byte stays', async () => {
    const defaults = { temperature: 0.25, seed: 7, max_tokens: 20, user: 'all "of" us', reasoning_effort: 'low' }
    await setPolicies(customer, { team: { defaults }, key: { defaults: { seed: 8 } } })
    const bare = `{"model":"${model}", "messages":[{"role":"user","content":"\\u00e9"}],"odd":{"kept":[1.50]},"TEMPERATURE":9}`
    expect((await postChat(gateway.origin, customer, bare)).status).toBe(200)
    const added = '"temperature":0.25,"seed":8,"reasoning_effort":"low","user":"all \\"of\\" us","max_tokens":20,'
    expect(sent()).toEqual([bare.replace('{"model"', `{${added}"model"`).replace(`"${model}"`, `"up-${model}"`)])
    upstream.requests.length = 0
    const full = `{"model":"${model}","messages":[{"role":"user","content":"x"}],"temperature":null,"seed":1,"user":{"odd":1},"reasoning_effort":"high","max_completion_tokens":9}`
    expect((await postChat(gateway.origin, customer, full)).status).toBe(200)
    expect(sent()).toEqual([full.replace(`"${model}"`, `"up-${model}"`)])
    const [first] = await settledRows(customer, 2)
    expect(first).toMatchObject({ end_user: 'all "of" us' })
    await expectExactBooks(customer, granted)
  })

  it('a key changed while the request waits is planned anew, by its new policy', async () => {
    await setPolicies(customer, { key: { aliases: { now: model } } })
    expect((await ask({ model: 'now' })).headers.get('x-tollgate-model')).toBe(model)
    await setPolicies(customer, { key: { aliases: { now: other }, defaults: { seed: 3 }, max_output_tokens: 9 } })
    upstream.requests.length = 0
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ model: 'now' })))
    expect(new Set(answers.map(({ headers }) => headers.get('x-tollgate-model')))).toEqual(new Set([other]))
    for (const body of sent()) expect(JSON.parse(body)).toMatchObject({ seed: 3, max_tokens: 9, model: `up-${other}` })
    await setPolicies(customer, { key: { aliases: { now: other }, models: { deny: [other] } } })
    const refused = await Promise.all(Array.from({ length: 20 }, () => ask({ model: 'now' })))
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['model_not_allowed']))
    await expectExactBooks(customer, granted)
  })

  it('what a request says of itself is kept as far as the policy lets it', async () => {
    const said = { user: 'u1', metadata: { job: 'nightly', n: 1 } }
    const headers = { 'x-tollgate-tags': 'blue, green,,blue', 'user-agent': 'OpenAI/Python 2.0' }
    await setPolicies(customer, { team: { tags: ['dept'], log: { address: true } } })
    await ask({ ...said, safety_identifier: 's1' }, headers)
    expect(JSON.parse(sent()[0] ?? '')).toMatchObject({ ...said, safety_identifier: 's1' })
    await setPolicies(customer, { key: { log: { metadata: false, end_user: false, address: false } } })
    await ask(said, headers)
    expect(await settledRows(customer, 2)).toMatchObject([
      { client: 'openai-python', end_user: 's1', tags: ['dept', 'blue', 'green'], metadata: { job: 'nightly' }, address: '127.0.0.1' },
      { client: 'openai-python', end_user: null, tags: ['dept'], metadata: null, address: null },
    ])
  })

  it('fields of the caller’s context may have any form and length', async () => {
    const odd = [
      { user: 'x'.repeat(300), metadata: Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${n}`, 'v'])) },
      { user: '\0\ud800', metadata: { a: '\0', ['b'.repeat(99)]: 'x', c: 'y'.repeat(600) } },
      { user: 7, metadata: 'text', safety_identifier: [] },
    ]
    for (const body of odd) expect((await ask(body, { 'x-tollgate-tags': `${'t'.repeat(99)},ok` })).status).toBe(200)
    const [long, broken, wrong] = await settledRows(customer, 3)
    expect(long).toMatchObject({ end_user: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), tags: ['ok'] })
    expect(Object.keys(long?.metadata ?? {})).toHaveLength(16)
    expect(broken?.metadata).toEqual({ a: '' })
    expect(wrong).toMatchObject({ end_user: null, metadata: null })
    await expectExactBooks(customer, granted)
  })

  it('an exhausted budget plans the request once more with its cheaper model, if every level allows it', async () => {
    await asPortal((tx) =>
      setBudget(tx, {
        id: newId(),
        teamId: customer.teamId,
        scope: 'model',
        scopeId: model,
        amountNanos: 1_000n,
        period: 'day',
        timeZone: 'UTC',
        onExhaustedModel: other,
      }),
    )
    const fallen = await ask({ max_tokens: 5 })
    expect(fallen.status).toBe(200)
    expect(['model', 'fallback-model', 'fallback-reason'].map((name) => fallen.headers.get(`x-tollgate-${name}`))).toEqual([
      other,
      other,
      'budget',
    ])
    expect(JSON.parse(sent()[0] ?? '')).toMatchObject({ model: `up-${other}` })
    expect((await ask({ model: other, max_tokens: 5 })).headers.get('x-tollgate-fallback-model')).toBeNull()
    await setPolicies(customer, { key: { models: { deny: [other] } } })
    expect(await ask({ max_tokens: 5 })).toMatchObject({
      status: 402,
      code: 'budget_exceeded',
      details: { limit: 'budget', level: 'model', name: model, period: 'day', amount_usd: '0.000001000', fallback_model: other },
    })
    expect(await settledRows(customer, 2)).toMatchObject([{ model: other }, { model: other }])
    await expectExactBooks(customer, granted)
  })

  it('asks the database once before the upstream, whatever the policies and budgets', async () => {
    const policy: PolicyDocument = {
      models: { allow: ['vendor/*'] },
      endpoints: { allow: ['POST chat/*'] },
      ip_allow: ['127.0.0.0/8'],
      clients: { deny: ['curl'] },
      expires_at: future,
      limits: { requests_per_minute: 100, tokens_per_day: 1_000_000, concurrency: 50, per_model: { '*': { requests_per_day: 100 } } },
      max_output_tokens: 500,
      max_request_usd: '1',
      aliases: { fast: model },
      tags: ['a'],
      defaults: { seed: 1 },
      end_users: { required: true, limits: { requests_per_minute: 50 } },
      block_after_failures: 5,
    }
    const { userId } = await makeMember(customer.teamId, 'developer')
    const own = { team: customer.teamId, member: userId, key: customer.keyId, tag: 'a', model, end_user: 'u' } as const
    for (const [scope, scopeId] of Object.entries(own) as [keyof typeof own, string][])
      await makeBudget(customer, 10_000_000n, { scope, scopeId })
    await makeBudget(customer, 10_000_000n, { period: 'month', perEndUser: true, thresholds: [] })
    await asPortal(async (tx) => {
      await sql`update core.api_keys set owner_id = ${userId} where id = ${customer.keyId}`.execute(tx)
      await sql`update core.memberships set policy = ${JSON.stringify(policy)} where user_id = ${userId}`.execute(tx)
    })
    await setPolicies(customer, { team: policy, key: policy })
    expect((await ask({ model: 'fast', user: 'u' })).status).toBe(200)
    await settledRows(customer, 1)
    // Of every connection there is, whoever asks for it.
    const asked = vi.spyOn(pg.Client.prototype, 'query')
    const before: unknown[] = []
    upstream.answer((request, response) => {
      before.push(...asked.mock.calls.map(([text]: unknown[]) => text))
      return answerChat()(request, response)
    })
    expect((await ask({ model: 'fast', user: 'u' })).status).toBe(200)
    asked.mockRestore()
    upstream.answer(answerChat())
    expect(before).toEqual([expect.stringContaining('ledger.admit')])
    await settledRows(customer, 2)
    const budgets = await asPortal((tx) => listBudgets(tx, customer.teamId))
    expect(budgets).toHaveLength(7)
    expect(budgets.every(({ spent_nanos: spent }) => spent > 0n)).toBe(true)
  })

  it('GET /key shows the policy and where it comes from', async () => {
    await setPolicies(customer, { team: { max_output_tokens: 9, models: { deny: ['x'] } }, key: { max_output_tokens: 5 } })
    const { data } = (await (await get('/key')).json()) as { data: { policy: object } }
    expect(data.policy).toMatchObject({
      max_output_tokens: { value: 5, from: [{ level: 'team', value: 9 }, { level: 'key' }] },
      models: { rule: 'every', from: [{ level: 'team', value: { deny: ['x'] } }] },
    })
  })

  it('a stored policy that cannot be read lets nothing through', async () => {
    await asPortal((tx) => sql`update core.api_keys set policy = '{"modelz":{}}' where id = ${customer.keyId}`.execute(tx))
    expect([(await ask()).status, (await get('/models')).status]).toEqual([500, 500])
  })
})
