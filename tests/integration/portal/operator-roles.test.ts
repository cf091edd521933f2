import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { isRead, operatorMay, permissions, type Act } from '#lib/portal/acting/permissions'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { authenticate } from '#lib/portal/management-api/authenticate'
import { changeOperatorRole } from '#lib/portal/users/change-operator-role'
import { disableUser } from '#lib/portal/users/disable-user'
import { getUser } from '#lib/portal/users/get-user'
import { listUsers } from '#lib/portal/users/list-users'
import { auditOf, codeOf, makeOperator, makePerson, managementKey, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const roleOf = async (userId: string) => (await getUser(systemActor, userId)).operatorRole

test('operator owners grant and take roles, audited with what was before; nobody else does', async () => {
  const [owner, person] = [await makeOperator('owner'), await makePerson()]
  const grant = (actor: Parameters<typeof changeOperatorRole>[0], role: 'support' | 'owner' = 'support') =>
    codeOf(changeOperatorRole(actor, { userId: person.userId, role }))
  for (const role of ['finance', 'support', 'engineer'] as const) expect(await grant(await makeOperator(role))).toBe('forbidden')
  expect(await grant(person, 'owner')).toBe('forbidden')
  expect(await grant({ ...managementKey(null), readOnly: true })).toBe('forbidden')
  expect(await grant(owner)).toBe('done')
  expect(await grant(owner)).toBe('done')
  await changeOperatorRole(owner, { userId: person.userId, role: null })
  expect(await roleOf(person.userId)).toBeNull()
  expect((await auditOf(person.userId)).filter(({ action }) => action.startsWith('operator.'))).toMatchObject([
    { action: 'operator.grant', actor_id: owner.userId, before: { operator_role: null }, after: { operator_role: 'support' } },
    { action: 'operator.take', before: { operator_role: 'support' }, after: { operator_role: null } },
  ])
  expect(await codeOf(changeOperatorRole(owner, { userId: randomUUID(), role: 'support' }))).toBe('not_found')
  await disableUser(owner, person.userId)
  expect(await grant(owner)).toBe('conflict')
})

test('the last owner stays, also when two demote each other at once', async () => {
  const [one, other] = [await makeOperator('owner'), await makeOperator('owner')]
  for (const user of (await listUsers(systemActor, { standing: 'operator', limit: 200 })).items) {
    const kept = user.id === one.userId || user.id === other.userId
    if (user.operatorRole === 'owner' && !kept) await changeOperatorRole(systemActor, { userId: user.id, role: null })
  }
  const outcomes = await Promise.all([
    codeOf(changeOperatorRole(one, { userId: other.userId, role: null })),
    codeOf(changeOperatorRole(other, { userId: one.userId, role: 'support' })),
  ])
  expect(outcomes.toSorted()).toEqual(['done', 'forbidden'])
  const last = (await roleOf(one.userId)) === 'owner' ? one : other
  expect(await codeOf(changeOperatorRole(last, { userId: last.userId, role: 'finance' }))).toBe('conflict')
  expect(await roleOf(last.userId)).toBe('owner')
})

test('a key of operator scope is worth no more than the operator who made it is now', async () => {
  const [owner, other] = [await makeOperator('owner'), await makeOperator('owner')]
  const { secret } = await createManagementKey(other, { teamId: null, name: 'theirs' })
  expect(await codeOf(authenticate(`Bearer ${secret}`))).toBe('done')
  await changeOperatorRole(owner, { userId: other.userId, role: 'engineer' })
  expect(await codeOf(authenticate(`Bearer ${secret}`))).toBe('invalid_api_key')
})

test('support reads and changes nothing', () => {
  const changes = (Object.keys(permissions) as Act[]).filter((act) => !isRead(act) && operatorMay(act, 'support'))
  // Opening a team of one's own is what anybody with an account may.
  expect(changes).toEqual(['team.open'])
})
