import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { systemActor } from '#lib/portal/acting/actor'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { revokeInvite } from '#lib/portal/invites/revoke-invites'
import { maySignUp, readSignUpRule, updateSignUpRule } from '#lib/portal/settings/sign-up'
import { disableUser, enableUser } from '#lib/portal/users/disable-user'
import { asPortal } from '#lib/shared/database/as-role'
import { auditOf, codeOf, makeEmptyTeam, makeMember, makeOperator, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterEach(() => updateSignUpRule(systemActor, { mode: 'open', domains: [] }))
afterAll(() => database.drop())

const may = (email: string) => asPortal((tx) => maySignUp(tx, email))
const open = (email: string) => codeOf(ensureAccount({ userId: randomUUID(), email }))

test('by domain, addresses of the domains sign up, in any case, and of no domain that merely ends like one', async () => {
  await updateSignUpRule(systemActor, { mode: 'domain', domains: ['Example.com ', '@corp.example.org'] })
  expect(await readSignUpRule()).toEqual({ mode: 'domain', domains: ['example.com', 'corp.example.org'] })
  expect([await may('ada@EXAMPLE.com'), await may('ada@corp.example.org')]).toEqual([true, true])
  expect([await may('ada@evil-example.com'), await may('ada@sub.example.com'), await may('example.com@evil.test')]).toEqual([
    false,
    false,
    false,
  ])
  expect([await open('ada@example.com'), await open('eve@evil.test')]).toEqual(['done', 'forbidden'])
})

test('by invite, whoever has an open invite signs up; a revoked one is none', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  await updateSignUpRule(systemActor, { mode: 'invite' })
  expect(await open('asked@example.com')).toBe('forbidden')
  const { invite } = await inviteMember(owner, { teamId, email: 'asked@example.com', role: 'viewer' })
  expect(await may('Asked@example.com')).toBe(true)
  await disableUser(systemActor, owner.userId)
  expect(await may('asked@example.com')).toBe(false)
  await enableUser(systemActor, owner.userId)
  await revokeInvite(owner, invite.id)
  expect(await open('asked@example.com')).toBe('forbidden')
})

test('whoever has an account keeps it, whatever the rule becomes', async () => {
  const person = { userId: randomUUID(), email: 'kept@example.com' }
  await ensureAccount(person)
  await updateSignUpRule(systemActor, { mode: 'invite' })
  expect(await codeOf(ensureAccount(person))).toBe('done')
  expect(await codeOf(ensureAccount({ ...person, email: 'moved@example.com' }))).toBe('done')
})

test('operator owners change the rule, audited; a rule by domain names one', async () => {
  const owner = await makeOperator('owner')
  for (const role of ['finance', 'support', 'engineer'] as const)
    expect(await codeOf(updateSignUpRule(await makeOperator(role), { mode: 'invite' }))).toBe('forbidden')
  expect(await codeOf(updateSignUpRule(owner, { mode: 'domain' }))).toBe('invalid_request')
  for (const domain of ['', 'localhost', 'a b.com', '*.example.com', 'https://example.com'])
    expect(await codeOf(updateSignUpRule(owner, { mode: 'domain', domains: [domain] }))).toBe('invalid_request')
  await updateSignUpRule(owner, { mode: 'invite' })
  expect((await auditOf('settings')).at(-1)).toMatchObject({
    action: 'settings.change',
    actor_id: owner.userId,
    before: { sign_up: 'open' },
    after: { sign_up: 'invite' },
  })
})
