import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { UserActor } from '#lib/portal/acting/actor'
import { createKey } from '#lib/portal/keys/create-key'
import { updateKey } from '#lib/portal/keys/update-key'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'
import { codeOf, makeEmptyTeam, makeMember, managementKey, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let teamId: string
let admin: UserActor
let developer: UserActor
let keyId: string
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  teamId = await makeEmptyTeam()
  ;[admin, developer] = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'developer')]
  keyId = (await createKey(developer, { teamId, name: 'mine', policy: { max_output_tokens: 100 } })).key.id
})

const change = (actor: UserActor, input: { policy?: PolicyPatch; status?: 'active' | 'disabled' }) =>
  codeOf(updateKey(actor, { keyId, ...input }))

test('a developer narrows an own key, and never lifts what it is bound to', async () => {
  expect(await change(developer, { policy: { max_output_tokens: 50, aliases: { fast: 'm' } } })).toBe('done')
  const bound: PolicyPatch = {
    ip_allow: ['10.0.0.0/8'],
    max_request_usd: '1',
    expires_at: '2099-01-01T00:00:00Z',
    limits: { concurrency: 2 },
  }
  expect(await change(admin, { policy: bound })).toBe('done')
  for (const policy of [
    ...(['ip_allow', 'max_request_usd', 'expires_at', 'limits', 'max_output_tokens'] as const).map((member) => ({ [member]: null })),
    { ip_allow: ['10.0.0.0/8', '0.0.0.0/0'] },
    { max_request_usd: '1.01' },
    { expires_at: '2099-01-01T00:00:01Z' },
    { limits: { concurrency: 3 } },
  ])
    expect([policy, await change(developer, { policy })]).toEqual([policy, 'forbidden'])
  expect(await change(developer, { policy: { limits: { concurrency: 1, requests_per_day: 5 }, max_request_usd: '0.5' } })).toBe('done')
  expect(await change(admin, { policy: { ip_allow: null, limits: null } })).toBe('done')
})

test('a refusal names what would be loosened', async () => {
  const policy = { max_output_tokens: 200, limits: { concurrency: 1 } }
  await expect(updateKey(developer, { keyId, policy })).rejects.toMatchObject({
    code: 'forbidden',
    details: { loosened: ['max_output_tokens'] },
  })
})

test('a developer tightens what end users have, with the budgets of the administrators as they are', async () => {
  const budgets = [{ amount_usd: '10', period: 'month' as const }]
  expect(await change(admin, { policy: { end_users: { limits: { concurrency: 5 }, budgets } } })).toBe('done')
  expect(await change(developer, { policy: { end_users: { limits: { concurrency: 4 }, budgets } } })).toBe('done')
  expect(await change(developer, { policy: { end_users: { limits: { concurrency: 4 }, budgets: [] } } })).toBe('forbidden')
})

test('a developer enables an own key again, unless somebody else disabled it', async () => {
  expect(await change(developer, { status: 'disabled' })).toBe('done')
  expect(await change(developer, { status: 'active' })).toBe('done')
  for (const other of [admin, managementKey(teamId)]) {
    expect(await codeOf(updateKey(other, { keyId, status: 'disabled' }))).toBe('done')
    expect(await change(developer, { status: 'disabled' })).toBe('done')
    expect(await change(developer, { status: 'active' })).toBe('forbidden')
    expect(await change(admin, { status: 'active' })).toBe('done')
  }
  expect(await change(developer, { status: 'disabled' })).toBe('done')
  expect(await change(admin, { status: 'disabled' })).toBe('done')
  expect(await change(developer, { status: 'active' })).toBe('forbidden')
})
