import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBudgets } from '#lib/ledger/budgets'
import { systemActor, type UserActor } from '#lib/portal/acting/actor'
import { teamRoles } from '#lib/portal/acting/permissions'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { createKey } from '#lib/portal/keys/create-key'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { listManagementKeys } from '#lib/portal/management-keys/list-management-keys'
import { changeRole } from '#lib/portal/members/change-role'
import { listMembers } from '#lib/portal/members/list-members'
import { leaveTeam, removeMember } from '#lib/portal/members/remove-member'
import { transferOwnership } from '#lib/portal/members/transfer-ownership'
import { disableUser } from '#lib/portal/users/disable-user'
import { asPortal } from '#lib/shared/database/as-role'
import {
  auditOf,
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function rolesOf(teamId: string): Promise<string[]> {
  return (await listMembers(systemActor, { teamId, limit: 200 })).items.map(({ role }) => role).toSorted()
}

const keyRow = (keyId: string) =>
  asPortal((tx) =>
    tx.selectFrom('core.api_keys').select(['status', 'owner_id', 'policy_version']).where('id', '=', keyId).executeTakeFirstOrThrow(),
  )

test('owners and admins change roles, owners alone those of owners; the rest may not, and outsiders find nothing', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin, viewer] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin'), await makeMember(teamId, 'viewer')]
  const change = (actor: Parameters<typeof changeRole>[0], person: UserActor, role: (typeof teamRoles)[number]) =>
    codeOf(changeRole(actor, { teamId, userId: person.userId, role }))
  expect(await change(admin, viewer, 'developer')).toBe('done')
  expect(await change(admin, viewer, 'owner')).toBe('forbidden')
  expect(await change(admin, owner, 'viewer')).toBe('forbidden')
  expect(await change(managementKey(teamId), viewer, 'billing')).toBe('done')
  expect(await change(managementKey(teamId), owner, 'viewer')).toBe('forbidden')
  expect(await change(await makeOperator('owner'), viewer, 'viewer')).toBe('done')
  for (const role of ['developer', 'billing', 'viewer'] as const)
    expect(await change(await makeMember(teamId, role), viewer, 'admin')).toBe('forbidden')
  for (const role of ['finance', 'support', 'engineer'] as const)
    expect(await change(await makeOperator(role), viewer, 'admin')).toBe('forbidden')
  for (const outsider of [await makePerson(), managementKey(await makeEmptyTeam())])
    expect(await change(outsider, viewer, 'admin')).toBe('not_found')
  expect(await change(owner, await makePerson(), 'viewer')).toBe('not_found')
  expect(await change(owner, viewer, 'owner')).toBe('done')
  const changes = (await auditOf(viewer.userId)).filter(({ action }) => action === 'member.change_role')
  expect(changes.at(-1)).toMatchObject({ actor_id: owner.userId, before: { role: 'viewer' }, after: { role: 'owner' } })
})

test('the last owner is neither demoted nor removed, and does not leave', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, disabled] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'owner')]
  await disableUser(systemActor, disabled.userId)
  expect(await codeOf(changeRole(owner, { teamId, userId: owner.userId, role: 'admin' }))).toBe('conflict')
  expect(await codeOf(leaveTeam(owner, { teamId, keys: null }))).toBe('conflict')
  expect(await codeOf(removeMember(systemActor, { teamId, userId: owner.userId, keys: null }))).toBe('conflict')
  expect(await codeOf(removeMember(owner, { teamId, userId: disabled.userId, keys: null }))).toBe('done')
  expect(await rolesOf(teamId)).toEqual(['owner'])
})

test('two owners who demote each other at once leave one owner; two who leave at once leave one', async () => {
  for (let round = 0; round < 6; round++) {
    const teamId = await makeEmptyTeam()
    const [one, other] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'owner')]
    const outcomes = await Promise.all([
      codeOf(changeRole(one, { teamId, userId: other.userId, role: 'viewer' })),
      codeOf(changeRole(other, { teamId, userId: one.userId, role: 'viewer' })),
    ])
    expect(outcomes.toSorted()).toEqual(['done', 'forbidden'])
    expect(await rolesOf(teamId)).toEqual(['owner', 'viewer'])
    const second = await makeMember(teamId, 'owner')
    const first = outcomes[0] === 'done' ? one : other
    const left = await Promise.all([first, second].map((person) => codeOf(leaveTeam(person, { teamId, keys: null }))))
    expect(left.toSorted()).toEqual(['conflict', 'done'])
  }
})

test('two admins who demote each other at once: the second is no admin any more', async () => {
  const teamId = await makeEmptyTeam()
  const [one, other] = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'admin')]
  const outcomes = await Promise.all([
    codeOf(changeRole(one, { teamId, userId: other.userId, role: 'viewer' })),
    codeOf(changeRole(other, { teamId, userId: one.userId, role: 'viewer' })),
  ])
  expect(outcomes.toSorted()).toEqual(['done', 'forbidden'])
  expect(await rolesOf(teamId)).toEqual(['admin', 'viewer'])
})

test('a removed member’s keys are handed over or revoked, never left alone; each is audited', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, heir, viewer] = [
    await makeMember(teamId, 'owner'),
    await makeMember(teamId, 'developer'),
    await makeMember(teamId, 'viewer'),
  ]
  const [gone, ended] = [await makeMember(teamId, 'developer'), await makeMember(teamId, 'admin')]
  const { key } = await createKey(gone, { teamId, name: 'handed over' })
  const { key: other } = await createKey(ended, {
    teamId,
    name: 'revoked',
    policy: { budgets: [{ amount_usd: '0.000000005', period: 'day' }] },
  })
  const { key: management } = await createManagementKey(ended, { teamId, name: 'm' })
  const remove = (userId: string, keys: Parameters<typeof removeMember>[1]['keys']) => codeOf(removeMember(owner, { teamId, userId, keys }))
  expect(await remove(gone.userId, null)).toBe('conflict')
  const disabled = await makeMember(teamId, 'developer')
  await disableUser(systemActor, disabled.userId)
  for (const handOverTo of [gone.userId, viewer.userId, disabled.userId, (await makePerson()).userId])
    expect(await remove(gone.userId, { handOverTo })).toBe('invalid_request')
  const before = await keyRow(key.id)
  expect(await remove(gone.userId, { handOverTo: heir.userId })).toBe('done')
  expect(await keyRow(key.id)).toMatchObject({ status: 'active', owner_id: heir.userId })
  expect((await keyRow(key.id)).policy_version).toBeGreaterThan(before.policy_version)
  expect((await auditOf(key.id)).at(-1)).toMatchObject({
    action: 'key.hand_over',
    before: { owner_id: gone.userId },
    after: { owner_id: heir.userId },
  })
  expect(await remove(ended.userId, 'revoke')).toBe('done')
  expect(await keyRow(other.id)).toMatchObject({ status: 'deleted', owner_id: null })
  expect((await auditOf(other.id)).at(-1)).toMatchObject({ action: 'key.delete', actor_id: owner.userId })
  expect((await listManagementKeys(owner, { teamId })).items).toEqual([])
  expect((await auditOf(management.id)).at(-1)).toMatchObject({ action: 'management_key.revoke' })
  expect((await auditOf(gone.userId)).at(-1)).toMatchObject({
    action: 'member.remove',
    before: { role: 'developer' },
    after: { keys: 1, handed_over_to: heir.userId },
  })
  expect(await rolesOf(teamId)).toEqual(['developer', 'developer', 'owner', 'viewer'])
})

test('budgets of a member end with the membership', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, gone] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'developer')]
  await createBudget(owner, { teamId, scope: 'member', scopeId: gone.userId, amountNanos: 5n, period: 'day' })
  await removeMember(owner, { teamId, userId: gone.userId, keys: null })
  expect(await asPortal((tx) => listBudgets(tx, teamId))).toEqual([])
})

test('removing is for owners and admins, not of oneself, and not of an owner by an admin', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin, developer] = [
    await makeMember(teamId, 'owner'),
    await makeMember(teamId, 'admin'),
    await makeMember(teamId, 'developer'),
  ]
  await makeMember(teamId, 'owner')
  const remove = (actor: Parameters<typeof removeMember>[0], person: UserActor) =>
    codeOf(removeMember(actor, { teamId, userId: person.userId, keys: null }))
  expect(await remove(admin, owner)).toBe('forbidden')
  expect(await remove(admin, admin)).toBe('conflict')
  expect(await remove(developer, admin)).toBe('forbidden')
  expect(await remove(await makePerson(), developer)).toBe('not_found')
  expect(await remove(managementKey(await makeEmptyTeam()), developer)).toBe('not_found')
  expect(await remove(managementKey(teamId), owner)).toBe('forbidden')
  expect(await remove(admin, developer)).toBe('done')
  expect(await remove(admin, developer)).toBe('not_found')
})

test('anybody but the last owner leaves, and settles their keys as they go', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const people = await Promise.all(teamRoles.map((role) => makeMember(teamId, role)))
  for (const person of people) expect(await codeOf(leaveTeam(person, { teamId, keys: null }))).toBe('done')
  const developer = await makeMember(teamId, 'developer')
  const { key } = await createKey(developer, { teamId, name: 'k' })
  expect(await codeOf(leaveTeam(developer, { teamId, keys: null }))).toBe('conflict')
  await leaveTeam(developer, { teamId, keys: { handOverTo: owner.userId } })
  expect(await keyRow(key.id)).toMatchObject({ status: 'active', owner_id: owner.userId })
  expect(await codeOf(leaveTeam(developer, { teamId, keys: null }))).toBe('not_found')
})

test('ownership is handed to another member, and who gives it up becomes an admin', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, viewer, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'viewer'), await makeMember(teamId, 'admin')]
  const transfer = (actor: UserActor, userId: string) => codeOf(transferOwnership(actor, { teamId, userId }))
  expect(await transfer(admin, viewer.userId)).toBe('forbidden')
  expect(await transfer(await makePerson(), viewer.userId)).toBe('not_found')
  expect(await transfer(owner, owner.userId)).toBe('conflict')
  expect(await transfer(owner, randomUUID())).toBe('not_found')
  const disabled = await makeMember(teamId, 'admin')
  await disableUser(systemActor, disabled.userId)
  expect(await transfer(owner, disabled.userId)).toBe('conflict')
  const outcomes = await Promise.all([transfer(owner, viewer.userId), transfer(owner, admin.userId)])
  expect(outcomes.toSorted()).toEqual(['done', 'forbidden'])
  expect((await rolesOf(teamId)).filter((role) => role === 'owner')).toHaveLength(1)
  expect((await rolesOf(teamId)).filter((role) => role === 'admin').length).toBeGreaterThanOrEqual(1)
})
