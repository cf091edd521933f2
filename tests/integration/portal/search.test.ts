import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { searchOperator } from '#lib/portal/search/search-operator'
import { searchTeam } from '#lib/portal/search/search-team'
import { codeOf, makeEmptyTeam, makeMember, makeOperator, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a member finds keys of this team by any part of the name, without the deleted ones', async () => {
  const teamId = await makeEmptyTeam('Harbour')
  const member = await makeMember(teamId, 'developer')
  const { key } = await createKey(member, { teamId, name: 'Night Crawler' })
  const { key: gone } = await createKey(member, { teamId, name: 'Night Watch' })
  await deleteKey(member, gone.id)

  const found = await searchTeam(member, { teamId, search: 'night' })
  expect(found.keys).toEqual([{ id: key.id, name: 'Night Crawler', display: key.display }])
})

test('percent signs and underscores are letters, not wildcards', async () => {
  const teamId = await makeEmptyTeam()
  const member = await makeMember(teamId, 'developer')
  await createKey(member, { teamId, name: 'plain' })
  expect((await searchTeam(member, { teamId, search: '%' })).keys).toEqual([])
  expect((await searchTeam(member, { teamId, search: '_' })).keys).toEqual([])
})

test('teams found are the reader’s own alone', async () => {
  const teamId = await makeEmptyTeam('Lighthouse north')
  await makeEmptyTeam('Lighthouse south')
  const member = await makeMember(teamId, 'viewer')
  expect((await searchTeam(member, { teamId, search: 'lighthouse' })).teams).toEqual([{ id: teamId, name: 'Lighthouse north' }])
})

test('another team does not exist', async () => {
  const teamId = await makeEmptyTeam()
  expect(await codeOf(searchTeam(await makePerson(), { teamId, search: 'a' }))).toBe('not_found')
})

test('operators find every team and user, members nothing of the sort', async () => {
  const teamId = await makeEmptyTeam('Somebody else’s windmill')
  const operator = await makeOperator('support')
  const found = await searchOperator(operator, { search: 'windmill' })
  expect(found.teams).toEqual([{ id: teamId, name: 'Somebody else’s windmill' }])
  expect((await searchOperator(operator, { search: 'example.com' })).users.length).toBeGreaterThan(0)
  expect(await codeOf(searchOperator(await makePerson(), { search: 'windmill' }))).toBe('forbidden')
})
