import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '#lib/portal/acting/actor'
import type { OperatorRole } from '#lib/portal/acting/permissions'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { disableUser, enableUser } from '#lib/portal/users/disable-user'
import { asPortal } from '#lib/shared/database/as-role'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { makeEmptyTeam, makeMember, makeOperator } from '#tests/integration/portal/personas'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const giveRole = ({ userId }: UserActor, role: OperatorRole | null) =>
  asPortal((tx) => tx.updateTable('core.users').set({ operator_role: role }).where('id', '=', userId).execute())

async function keyOf(maker: UserActor, teamId: string | null = null) {
  const { secret } = await createManagementKey(maker, { teamId, name: 'theirs' })
  return async (path = '/teams') => {
    const answer = await manage.call('GET', path, undefined, { key: secret })
    return answer.status === 200 ? '200' : answer.refusal
  }
}

test('a key of operator scope ends with the account of its maker, and comes back with it', async () => {
  const [owner, other] = [await makeOperator('owner'), await makeOperator('owner')]
  const ask = await keyOf(owner)
  expect(await ask()).toBe('200')
  await disableUser(other, owner.userId)
  expect(await ask()).toBe('401 invalid_api_key')
  await enableUser(other, owner.userId)
  expect(await ask()).toBe('200')
})

test.each(['finance', 'support', 'engineer', null] as const)(
  'a key of operator scope ends when its maker’s role becomes %s',
  async (role) => {
    const owner = await makeOperator('owner')
    const ask = await keyOf(owner)
    expect(await ask()).toBe('200')
    await giveRole(owner, role)
    expect(await ask()).toBe('401 invalid_api_key')
  },
)

test('a team’s key belongs to the team, whatever becomes of its maker', async () => {
  const teamId = await makeEmptyTeam()
  const admin = await makeMember(teamId, 'admin')
  const ask = await keyOf(admin, teamId)
  await disableUser(await makeOperator('owner'), admin.userId)
  expect(await ask()).toBe('200')
})
