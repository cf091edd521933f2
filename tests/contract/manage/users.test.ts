import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { userOut } from '#lib/portal/management-api/wire/installation-wire'
import { disableUser } from '#lib/portal/users/disable-user'
import { showId } from '#lib/shared/ids'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { makeEmptyTeam, makeMember, makeOperator, makePerson } from '#tests/integration/portal/personas'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const list = async (query = '') => (await manage.call('GET', `/users${query}`)).as(pageOut(userOut))
const idsOf = async (query: string) => (await list(query)).data.map((user) => user.id)

test('people are listed newest first, page by page, with their role and teams', async () => {
  const [person, finance] = [await makePerson(), await makeOperator('finance')]
  const first = await list('?limit=1')
  expect(first.data).toMatchObject([{ id: showId('user', finance.userId), operator_role: 'finance', disabled_at: null, teams: 1 }])
  expect(first.data[0]?.email).toMatch(/^person\d+@example\.com$/)
  const second = await list(`?limit=1&cursor=${first.next_cursor}`)
  expect(second.data).toMatchObject([{ id: showId('user', person.userId), operator_role: null }])
})

test('they are found by address, name or id, and narrowed by standing', async () => {
  const member = await makeMember(await makeEmptyTeam(), 'viewer')
  const operator = await makeOperator('support')
  await disableUser(systemActor, member.userId)
  const [gone, still] = [showId('user', member.userId), showId('user', operator.userId)]
  const found = await list(`?search=${gone}`)
  expect(found.data).toMatchObject([{ id: gone, disabled_at: expect.any(String), teams: 2 }])
  expect(await idsOf(`?search=${encodeURIComponent(found.data[0]?.email ?? '')}`)).toContain(gone)
  expect(await idsOf('?standing=disabled')).toEqual([gone])
  expect(await idsOf('?standing=active')).not.toContain(gone)
  expect(await idsOf('?standing=operator')).toContain(still)
  expect(await idsOf('?search=nobody-is-called-so')).toEqual([])
})

test.each([
  ['?standing=owner', 'standing'],
  ['?limit=0', 'limit'],
  ['?cursor=bm9uc2Vuc2U', 'cursor'],
  ['?role=owner', 'role'],
])('%s is refused and %s is named', async (query, field) => {
  const answer = await manage.call('GET', `/users${query}`)
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe(field)
})

test('a team’s own key sees nobody', async () => {
  const { key } = await manage.team()
  expect((await manage.call('GET', '/users', undefined, { key })).refusal).toBe('403 forbidden')
})
