import { afterAll, beforeAll, expect, test } from 'vitest'
import { teamRoles } from '#lib/portal/acting/permissions'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { getMember } from '#lib/portal/members/get-member'
import { listMembers } from '#lib/portal/members/list-members'
import { listTimeZones } from '#lib/portal/teams/time-zones'
import { updateTeam } from '#lib/portal/teams/update-team'
import { asPortal } from '#lib/shared/database/as-role'
import {
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

test('members of every role see who else is in their team, and as what', async () => {
  const teamId = await makeEmptyTeam()
  const people = []
  for (const role of teamRoles) people.push(await makeMember(teamId, role))
  for (const person of people) {
    const { items } = await listMembers(person, { teamId })
    expect(items.map(({ role }) => role).toSorted()).toEqual([...teamRoles].toSorted())
    expect(items.map(({ email }) => email)).toEqual(items.map(({ email }) => email).toSorted())
    expect(items.find(({ userId }) => userId === person.userId)).toMatchObject({ displayName: '', disabled: false })
  }
  expect((await listMembers(await makeOperator('support'), { teamId })).items).toHaveLength(teamRoles.length)
  expect((await listMembers(managementKey(teamId), { teamId })).items).toHaveLength(teamRoles.length)
})

test('one member is read as the list has them, and nobody of another team is found', async () => {
  const [teamId, otherTeam] = [await makeEmptyTeam(), await makeEmptyTeam()]
  const [viewer, stranger] = [await makeMember(teamId, 'viewer'), await makeMember(otherTeam, 'owner')]
  const { items } = await listMembers(viewer, { teamId })
  expect([await getMember(viewer, { teamId, userId: viewer.userId })]).toEqual(items)
  expect(await codeOf(getMember(viewer, { teamId, userId: stranger.userId }))).toBe('not_found')
  expect(await codeOf(getMember(stranger, { teamId, userId: viewer.userId }))).toBe('not_found')
})

test('a member is shown with the keys that count for them, deleted ones left out', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, developer] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'developer')]
  const made = await Promise.all(['a', 'b', 'c'].map((name) => createKey(developer, { teamId, name })))
  await deleteKey(developer, made[0]?.key.id ?? '')
  const { items } = await listMembers(owner, { teamId })
  expect(items.map(({ userId, keys }) => [userId === developer.userId, keys]).toSorted()).toEqual([
    [false, 0],
    [true, 2],
  ])
})

test('an outsider, a disabled person and a foreign key find no members', async () => {
  const teamId = await makeEmptyTeam()
  const member = await makeMember(teamId, 'admin')
  expect(await codeOf(listMembers(await makePerson(), { teamId }))).toBe('not_found')
  expect(await codeOf(listMembers(managementKey(await makeEmptyTeam()), { teamId }))).toBe('not_found')
  await asPortal((tx) => tx.updateTable('core.users').set({ disabled_at: new Date() }).where('id', '=', member.userId).execute())
  expect(await codeOf(listMembers(member, { teamId }))).toBe('forbidden')
})

test('members are read page by page', async () => {
  const teamId = await makeEmptyTeam()
  for (let index = 0; index < 3; index++) await makeMember(teamId, 'viewer')
  const reader = await makeMember(teamId, 'owner')
  const first = await listMembers(reader, { teamId, limit: 3 })
  const second = await listMembers(reader, { teamId, limit: 3, cursor: first.nextCursor })
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null])
  expect(new Set([...first.items, ...second.items].map(({ userId }) => userId)).size).toBe(4)
})

test('every time zone that is offered can be chosen', async () => {
  const zones = await listTimeZones()
  expect(zones[0]).toBe('UTC')
  expect(zones).toEqual(expect.arrayContaining(['Europe/Berlin', 'Asia/Shanghai', 'America/New_York']))
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  for (const timeZone of zones.filter((_, index) => index % 40 === 0))
    expect((await updateTeam(owner, { teamId, timeZone })).timeZone).toBe(timeZone)
})
