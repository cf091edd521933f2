import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { createKey } from '#lib/portal/keys/create-key'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { authenticate } from '#lib/portal/management-api/authenticate'
import { changeRole } from '#lib/portal/members/change-role'
import { leaveTeam, removeMember } from '#lib/portal/members/remove-member'
import { changeMemberPolicy } from '#lib/portal/policies/member-policy'
import { asPortal } from '#lib/shared/database/as-role'
import { codeOf, makeEmptyTeam, makeMember, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const openInvites = (teamId: string) =>
  asPortal((tx) => tx.selectFrom('core.invites').select('id').where('team_id', '=', teamId).where('revoked_at', 'is', null).execute())
const managementKeys = (teamId: string) =>
  asPortal((tx) =>
    tx.selectFrom('core.management_keys').select('id').where('team_id', '=', teamId).where('revoked_at', 'is', null).execute(),
  )
const liveKeys = (teamId: string) =>
  asPortal((tx) => tx.selectFrom('core.api_keys').select('id').where('team_id', '=', teamId).where('status', '<>', 'deleted').execute())
const liveSecrets = (keyId: string) =>
  asPortal((tx) => tx.selectFrom('core.api_key_secrets').select('id').where('key_id', '=', keyId).where('expires_at', 'is', null).execute())

test('whoever makes keys and invites while being removed leaves none behind, and every act ends with an answer', async () => {
  const codes = new Set<string>()
  for (let round = 0; round < 4; round++) {
    const teamId = await makeEmptyTeam()
    const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
    const makeAll = (turn: string) =>
      [1, 2, 3].flatMap((number) => [
        createManagementKey(admin, { teamId, name: 'm' }),
        createKey(admin, { teamId, name: 'k' }),
        inviteMember(admin, { teamId, email: `${turn}${number}@example.com`, role: 'admin' }),
      ])
    const tries = [...makeAll('before'), removeMember(owner, { teamId, userId: admin.userId, keys: 'revoke' }), ...makeAll('after')]
    for (const code of await Promise.all(tries.map((each) => codeOf(each)))) codes.add(code)
    expect([await managementKeys(teamId), await liveKeys(teamId), await openInvites(teamId)]).toEqual([[], [], []])
  }
  expect([...codes].filter((code) => code !== 'done' && code !== 'not_found')).toEqual([])
})

test('what was begun with a management key is refused once the key is revoked', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
  const actor = await authenticate(`Bearer ${(await createManagementKey(admin, { teamId, name: 'm' })).secret}`)
  await removeMember(owner, { teamId, userId: admin.userId, keys: null })
  expect(await codeOf(inviteMember(actor, { teamId, email: 'a@example.com', role: 'admin' }))).toBe('invalid_api_key')
  expect(await codeOf(changeRole(actor, { teamId, userId: owner.userId, role: 'viewer' }))).toBe('invalid_api_key')
})

test('admins who bind each other and themselves at once all get their way', async () => {
  const teamId = await makeEmptyTeam()
  const admins = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'admin')]
  const acts = admins.flatMap((actor) =>
    admins.flatMap(({ userId }) =>
      [1, 2].map((limit) => changeMemberPolicy(actor, { teamId, userId }, { limits: { concurrency: limit } })),
    ),
  )
  expect(await Promise.all(acts.map((act) => codeOf(act)))).toEqual(acts.map(() => 'done'))
})

test('who leaves takes no working secret of a handed-over key along; its new holder rotates it', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, heir] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'developer')]
  const [leaver, removed] = [await makeMember(teamId, 'developer'), await makeMember(teamId, 'developer')]
  const [{ key: left }, { key: kept }] = [await createKey(leaver, { teamId, name: 'l' }), await createKey(removed, { teamId, name: 'r' })]
  await leaveTeam(leaver, { teamId, keys: { handOverTo: heir.userId } })
  expect(await liveSecrets(left.id)).toEqual([])
  await rotateKey(heir, { keyId: left.id })
  expect(await liveSecrets(left.id)).toHaveLength(1)
  await removeMember(owner, { teamId, userId: removed.userId, keys: { handOverTo: heir.userId } })
  expect(await liveSecrets(kept.id)).toHaveLength(1)
})
