import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { keyOut, keyWithSecretOut } from '#lib/portal/management-api/wire/key-wire'
import { isWellFormedKey } from '#lib/shared/api-key-format'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const create = (team: string, body: unknown, key?: string) => manage.call('POST', `/teams/${team}/keys`, body, { key })

test('a key is shown once and never again', async () => {
  const team = await manage.team()
  const made = (await create(team.id, { name: 'First' })).as(keyWithSecretOut)
  expect(isWellFormedKey('inference', made.key ?? '')).toBe(true)
  const read = await manage.call('GET', `/keys/${made.id}`)
  const { key: _secret, ...shown } = made
  expect(read.body).toEqual(shown)
  expect(JSON.stringify((await manage.call('GET', `/teams/${team.id}/keys`)).body)).not.toContain(made.key)
})

test('a policy of expiry, budgets and tags is kept and shown with what was spent', async () => {
  const team = await manage.team()
  const budgets = [
    { amount_usd: '0.01', period: 'day' },
    { amount_usd: '5', period: 'month' },
  ]
  const made = await create(team.id, { name: 'Bound', policy: { expires_at: '2030-01-01T00:00:00+01:00', budgets, tags: ['prod', 'eu'] } })
  const key = made.as(keyWithSecretOut)
  expect(key.expires_at).toBe('2029-12-31T23:00:00.000Z')
  expect(key.policy.tags).toEqual(['prod', 'eu'])
  expect(key.budgets.toSorted((a, b) => a.period.localeCompare(b.period))).toMatchObject([
    { period: 'day', amount_usd: '0.010000000', spent_usd: '0.000000000', held_usd: '0.000000000' },
    { period: 'month', amount_usd: '5.000000000', spent_usd: '0.000000000', held_usd: '0.000000000' },
  ])
  const changed = await manage.call('PATCH', `/keys/${key.id}`, {
    policy: { budgets: [{ amount_usd: '0.02', period: 'day' }], tags: [] },
    expires_at: null,
  })
  expect(changed.as(keyOut)).toMatchObject({
    expires_at: null,
    policy: { expires_at: null, budgets: [{ amount_usd: '0.020000000', period: 'day' }], tags: [] },
  })
})

test.each([
  [{ rate_limit: 20 }, 'policy.rate_limit'],
  [{ limits: { requests_per_second: 20 } }, 'policy.limits.requests_per_second'],
  [{ limits: { requests_per_minute: 0 } }, 'policy.limits.requests_per_minute'],
  [{ models: { allow: ['two words'] } }, 'policy.models.allow.0'],
  [{ ip_allow: ['203.0.113.0/33'] }, 'policy.ip_allow.0'],
  [{ budgets: [{ amount_usd: '1', period: 'year' }] }, 'policy.budgets.0.period'],
  [{ budgets: [{ amount_usd: '-1', period: 'day' }] }, 'policy.budgets.0.amount_usd'],
  [{ budgets: [{ amount_usd: '1', period: 'day', model: 'x' }] }, 'policy.budgets.0.model'],
  [
    {
      budgets: [
        { amount_usd: '1', period: 'day' },
        { amount_usd: '2', period: 'day' },
      ],
    },
    'policy.budgets',
  ],
  [{ tags: ['white space'] }, 'policy.tags.0'],
  [{ expires_at: 'tomorrow' }, 'policy.expires_at'],
])('policy %j is refused and %s is named, never ignored', async (policy, field) => {
  const team = await manage.team()
  const answer = await create(team.id, { name: 'k', policy })
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe(field)
})

test('an expiry in the past is taken: the key is refused at the gateway', async () => {
  const team = await manage.team()
  expect((await create(team.id, { name: 'k', policy: { expires_at: '2020-01-01T00:00:00Z' } })).status).toBe(201)
})

test('rotation answers a new secret for the same key', async () => {
  const team = await manage.team()
  const made = (await create(team.id, { name: 'k' })).as(keyWithSecretOut)
  const rotated = await manage.call('POST', `/keys/${made.id}/rotate`, { overlap_seconds: 60 })
  expect(rotated.status).toBe(200)
  expect(rotated.as(keyWithSecretOut)).toMatchObject({ id: made.id, name: 'k' })
  expect(rotated.as(keyWithSecretOut).key).not.toBe(made.key)
  expect((await manage.call('POST', `/keys/${made.id}/rotate`)).status).toBe(200)
  expect((await manage.call('POST', `/keys/${made.id}/rotate`, { overlap_seconds: -1 })).refusal).toBe('400 invalid_request')
})

test('a key is disabled, enabled and deleted; deleted, it is gone', async () => {
  const team = await manage.team()
  const { id } = await create(team.id, { name: 'k' })
  expect((await manage.call('PATCH', `/keys/${id}`, { status: 'disabled' })).body).toMatchObject({ status: 'disabled' })
  expect((await manage.call('PATCH', `/keys/${id}`, { status: 'active', name: 'renamed' })).body).toMatchObject({
    status: 'active',
    name: 'renamed',
  })
  expect((await manage.call('PATCH', `/keys/${id}`, { status: 'deleted' })).refusal).toBe('400 invalid_request')
  expect((await manage.call('DELETE', `/keys/${id}`)).status).toBe(204)
  expect((await manage.call('DELETE', `/keys/${id}`)).refusal).toBe('404 not_found')
  expect((await manage.call('GET', `/keys/${id}`)).refusal).toBe('404 not_found')
  expect((await manage.call('GET', `/teams/${team.id}/keys`)).as(pageOut(keyOut)).data).toEqual([])
})

test("a team's own key runs its keys, and those of another team are not found", async () => {
  const [own, other] = [await manage.team(), await manage.team()]
  const foreign = (await create(other.id, { name: 'foreign' })).id
  const mine = (await create(own.id, { name: 'mine' }, own.key)).id
  expect((await manage.call('PATCH', `/keys/${mine}`, { name: 'still mine' }, { key: own.key })).status).toBe(200)
  expect((await create(other.id, { name: 'x' }, own.key)).refusal).toBe('404 not_found')
  expect((await manage.call('GET', `/teams/${other.id}/keys`, undefined, { key: own.key })).refusal).toBe('404 not_found')
  for (const [method, path] of [
    ['GET', `/keys/${foreign}`],
    ['PATCH', `/keys/${foreign}`],
    ['DELETE', `/keys/${foreign}`],
    ['POST', `/keys/${foreign}/rotate`],
  ] as const) {
    const body = method === 'PATCH' ? { name: 'stolen' } : undefined
    expect((await manage.call(method, path, body, { key: own.key })).refusal).toBe('404 not_found')
  }
  expect((await manage.call('GET', `/keys/${foreign}`)).body).toMatchObject({ name: 'foreign', status: 'active' })
})
