import { afterAll, beforeAll, expect, test } from 'vitest'
import { budgetOut } from '#lib/portal/management-api/wire/budget-wire'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { keyOut } from '#lib/portal/management-api/wire/key-wire'
import { effectivePolicyOut } from '#lib/portal/management-api/wire/policy-wire'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const whole = {
  models: { allow: ['gpt-*'], deny: ['gpt-3*'] },
  endpoints: { allow: ['POST chat/*', 'GET *'] },
  ip_allow: ['203.0.113.0/24', '2001:db8::/32'],
  expires_at: '2030-01-01T00:00:00.000Z',
  limits: {
    requests_per_minute: 20,
    tokens_per_minute: 10_000,
    requests_per_day: 1_000,
    tokens_per_day: 1_000_000,
    concurrency: 4,
    per_model: { 'gpt-4*': { requests_per_minute: 5 } },
    per_method: { GET: { requests_per_minute: 60 } },
  },
  max_output_tokens: 4_096,
  max_request_usd: '0.50',
  clients: { deny: ['curl'] },
  aliases: { fast: 'gpt-4o-mini' },
  tags: ['prod'],
  defaults: { temperature: 0.2 },
  log: { address: true },
  block_after_failures: 10,
}

test('a whole policy is kept as it was sent, by create and by read', async () => {
  const team = await manage.team()
  const made = await manage.call('POST', `/teams/${team.id}/keys`, { name: 'k', policy: whole }, { key: team.key })
  const { policy } = (await manage.call('GET', `/keys/${made.id}`)).as(keyOut)
  expect(policy).toEqual({ ...whole, budgets: [] })
})

test('a change replaces the members it names; null takes one away, and keys that read the old members still do', async () => {
  const team = await manage.team()
  const made = await manage.call('POST', `/teams/${team.id}/keys`, { name: 'k', policy: whole })
  const answer = await manage.call('PATCH', `/keys/${made.id}`, { policy: { limits: { concurrency: 1 }, models: null, expires_at: null } })
  const { models: _models, ...rest } = whole
  expect(answer.as(keyOut).policy).toEqual({ ...rest, limits: { concurrency: 1 }, expires_at: null, budgets: [] })
})

test('the policies of team and member are read and changed; the effective policy says where each part comes from', async () => {
  const team = await manage.team()
  const { key } = team
  const changed = await manage.call(
    'PATCH',
    `/teams/${team.id}/policy`,
    { limits: { requests_per_minute: 20 }, max_output_tokens: 9 },
    { key },
  )
  expect(changed.body).toEqual({ limits: { requests_per_minute: 20 }, max_output_tokens: 9 })
  expect((await manage.call('GET', `/teams/${team.id}/policy`, undefined, { key })).body).toEqual(changed.body)
  const made = await manage.call('POST', `/teams/${team.id}/keys`, { name: 'k', policy: { max_output_tokens: 5 } }, { key })
  const answer = (await manage.call('GET', `/keys/${made.id}/effective-policy`, undefined, { key })).as(effectivePolicyOut)
  expect(answer.effective).toEqual({
    limits: { rule: 'own', value: null, from: [{ level: 'team', value: { requests_per_minute: 20 } }] },
    max_output_tokens: {
      rule: 'least',
      value: 5,
      from: [
        { level: 'team', value: 9 },
        { level: 'key', value: 5 },
      ],
    },
  })
  const nobody = 'user_00000000000000000000000000'
  expect((await manage.call('GET', `/teams/${team.id}/members/${nobody}/policy`)).refusal).toBe('404 not_found')
  expect((await manage.call('PATCH', `/teams/${team.id}/policy`, { limit: 1 })).details.param).toBe('limit')
})

test('the effective policy tells a budget raised for a time: its own amount, what counts now, and until when', async () => {
  const team = await manage.team()
  const { key } = team
  const made = await manage.call('POST', `/teams/${team.id}/keys`, { name: 'k', policy: { tags: ['night'] } }, { key })
  const budget = async (body: object) =>
    (await manage.call('POST', `/teams/${team.id}/budgets`, { amount_usd: '1', period: 'day', ...body }, { key })).as(budgetOut)
  const ofTeam = await budget({ scope: 'team' })
  const ofTag = await budget({ scope: 'tag', scope_id: 'night', mode: 'soft' })
  const perEndUser = await budget({ scope: 'key', scope_id: made.id, per_end_user: true })
  await budget({ scope: 'tag', scope_id: 'day' })
  await budget({ scope: 'end_user', scope_id: 'somebody' })
  const until = new Date(Date.now() + 60_000).toISOString()
  await manage.call('PATCH', `/budgets/${ofTeam.id}`, { increase: { amount_usd: '0.5', until } }, { key })
  const answer = (await manage.call('GET', `/keys/${made.id}/effective-policy`, undefined, { key })).as(effectivePolicyOut)
  const terms = { amount_usd: '1.000000000', limit_usd: '1.000000000', period: 'day', mode: 'hard', per_end_user: false, increase: null }
  const raised = { limit_usd: '1.500000000', increase: { amount_usd: '0.500000000', until } }
  expect(answer.budgets.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    { ...terms, ...raised, id: ofTeam.id, level: 'team', scope: 'team', scope_id: team.id },
    { ...terms, mode: 'soft', id: ofTag.id, level: 'team', scope: 'tag', scope_id: 'night' },
    { ...terms, per_end_user: true, id: perEndUser.id, level: 'key', scope: 'key', scope_id: made.id },
  ])
  expect(answer.effective.budgets?.from).toEqual([{ level: 'team', value: [expect.objectContaining({ amount_usd: '1.000000000' })] }])
})

test('a key is blocked with a reason and enabled again', async () => {
  const team = await manage.team()
  const made = await manage.call('POST', `/teams/${team.id}/keys`, { name: 'k' })
  expect((await manage.call('PATCH', `/keys/${made.id}`, { status: 'blocked' })).details.param).toBe('block_reason')
  const blocked = await manage.call('PATCH', `/keys/${made.id}`, { status: 'blocked', block_reason: 'leaked' })
  expect(blocked.as(keyOut)).toMatchObject({ status: 'blocked', block_reason: 'leaked', blocked_at: expect.any(String) })
  expect((await manage.call('PATCH', `/keys/${made.id}`, { status: 'active' })).as(keyOut)).toMatchObject({
    status: 'active',
    block_reason: null,
    blocked_at: null,
  })
})

test('a budget is made once for an Idempotency-Key, changed, raised, listed and ended', async () => {
  const team = await manage.team()
  const body = { scope: 'tag', scope_id: 'night', amount_usd: '1', period: 'week', on_exhausted: { model: 'small' } }
  const options = { key: team.key, headers: { 'idempotency-key': 'b1' } }
  const made = (await manage.call('POST', `/teams/${team.id}/budgets`, body, options)).as(budgetOut)
  const again = await manage.call('POST', `/teams/${team.id}/budgets`, body, options)
  expect(again.body).toEqual(made)
  expect(made).toMatchObject({ mode: 'hard', thresholds: [50, 80, 100], on_exhausted: { model: 'small' }, increase: null })
  expect((await manage.call('POST', `/teams/${team.id}/budgets`, body, { key: team.key })).refusal).toBe('409 conflict')
  const until = new Date(Date.now() + 60_000).toISOString()
  const raised = await manage.call('PATCH', `/budgets/${made.id}`, { increase: { amount_usd: '0.5', until } }, { key: team.key })
  expect(raised.as(budgetOut)).toMatchObject({ limit_usd: '1.500000000', increase: { amount_usd: '0.500000000', until } })
  expect((await manage.call('GET', `/teams/${team.id}/budgets`)).body).toEqual({ data: [raised.body], next_cursor: null })
  const other = await manage.team()
  for (const method of ['GET', 'PATCH', 'DELETE'])
    expect((await manage.call(method, `/budgets/${made.id}`, method === 'PATCH' ? {} : undefined, { key: other.key })).refusal).toBe(
      '404 not_found',
    )
  expect((await manage.call('DELETE', `/budgets/${made.id}`, undefined, { key: team.key })).status).toBe(204)
  expect((await manage.call('GET', `/budgets/${made.id}`)).refusal).toBe('404 not_found')
})

test('the budgets of a team are answered whole, or by pages where a limit is named', async () => {
  const team = await manage.team()
  for (const [scope, scope_id] of [
    ['tag', 'a'],
    ['end_user', 'm'],
    ['tag', 'b'],
    ['team', undefined],
  ])
    await manage.call('POST', `/teams/${team.id}/budgets`, { scope, scope_id, amount_usd: '1', period: 'day' })
  const page = async (query: string) => (await manage.call('GET', `/teams/${team.id}/budgets${query}`)).as(pageOut(budgetOut))
  const whole = await page('')
  expect(whole).toMatchObject({ data: [{ scope: 'team' }, { scope_id: 'a' }, { scope_id: 'b' }, { scope_id: 'm' }], next_cursor: null })
  const first = await page('?limit=3')
  const second = await page(`?limit=3&cursor=${first.next_cursor}`)
  expect([first.data.length, second.next_cursor]).toEqual([3, null])
  expect([...first.data, ...second.data]).toEqual(whole.data)
  expect((await page(`?cursor=${first.next_cursor}`)).data).toEqual(second.data)
  for (const [query, param] of [
    ['?limit=0', 'limit'],
    ['?limit=201', 'limit'],
    ['?cursor=bm9uc2Vuc2U', 'cursor'],
    ['?cursor=%00', 'cursor'],
  ] as const)
    expect((await manage.call('GET', `/teams/${team.id}/budgets${query}`)).details.param, query).toBe(param)
})

test('what cannot be used is said in plain words, at its field', async () => {
  const team = await manage.team()
  const refusedFor = async (body: unknown, path = 'policy', method = 'PATCH') => {
    const answer = await manage.call(method, `/teams/${team.id}/${path}`, body)
    expect(answer.refusal).toBe('400 invalid_request')
    return { message: (answer.body as { error: { message: string } }).error.message, ...answer.details }
  }
  expect(await refusedFor({ limits: { requests_per_minute: 0 } })).toEqual({
    message: 'The body is not valid: limits.requests_per_minute must be at least 1',
    param: 'limits.requests_per_minute',
    'limits.requests_per_minute': 'must be at least 1',
  })
  expect(await refusedFor({ models: { allow: 'gpt-4o' }, aliases: { 'a b': 'c' } })).toMatchObject({
    'models.allow': 'must be a list',
    'aliases.a b': 'must be the name of a model',
  })
  expect(await refusedFor({ url: 'ftp://x', events: [] }, 'webhooks', 'POST')).toMatchObject({
    url: 'must be an https address on the public internet',
    events: 'must not be empty',
  })
  const budget = { scope: 'team', amount_usd: '1', period: 'day', on_exhausted: { model: 7 } }
  expect(await refusedFor(budget, 'budgets', 'POST')).toMatchObject({ param: 'on_exhausted.model', 'on_exhausted.model': 'must be a text' })
})

test('a scope_id is an id of its kind', async () => {
  const team = await manage.team()
  const body = { scope: 'key', scope_id: team.id, amount_usd: '1', period: 'day' }
  expect((await manage.call('POST', `/teams/${team.id}/budgets`, body)).details.param).toBe('scope_id')
})
