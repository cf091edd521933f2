import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TeamRole } from '#lib/portal/acting/permissions'
import type { UserActor } from '#lib/portal/acting/actor'
import { acceptInvite } from '#lib/portal/invites/accept-invite'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { createKey } from '#lib/portal/keys/create-key'
import { authenticate } from '#lib/portal/management-api/authenticate'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { changeRole } from '#lib/portal/members/change-role'
import { leaveTeam, removeMember } from '#lib/portal/members/remove-member'
import { transferOwnership } from '#lib/portal/members/transfer-ownership'
import { asPortal } from '#lib/shared/database/as-role'
import { auditOf, codeOf, makeEmptyTeam, makeMember, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function makeTeam(role: TeamRole): Promise<{ teamId: string; owner: UserActor; person: UserActor }> {
  const teamId = await makeEmptyTeam()
  return { teamId, owner: await makeMember(teamId, 'owner'), person: await makeMember(teamId, role) }
}

/** What a management key answers to its holder now. */
const tryKey = (secret: string) => codeOf(authenticate(`Bearer ${secret}`))

/** An invite to a second account of the one who sends it. */
async function inviteOther(actor: UserActor, teamId: string, role: TeamRole) {
  const other = await makePerson()
  const { email } = await asPortal((tx) =>
    tx.selectFrom('core.users').select('email').where('id', '=', other.userId).executeTakeFirstOrThrow(),
  )
  const { link } = await inviteMember(actor, { teamId, email, role })
  return () => codeOf(acceptInvite(other, link?.split('/').at(-1) ?? ''))
}

test('the management keys of who goes end with them, whatever becomes of the other keys', async () => {
  for (const keys of ['none', 'revoke', 'hand over'] as const) {
    for (const how of ['removed', 'leaves'] as const) {
      const { teamId, owner, person } = await makeTeam('admin')
      if (keys !== 'none') await createKey(person, { teamId, name: 'k' })
      const { key, secret } = await createManagementKey(person, { teamId, name: 'm' })
      const { secret: kept } = await createManagementKey(owner, { teamId, name: 'of the owner' })
      const left = keys === 'none' ? null : keys === 'revoke' ? 'revoke' : { handOverTo: owner.userId }
      if (how === 'removed') await removeMember(owner, { teamId, userId: person.userId, keys: left })
      else await leaveTeam(person, { teamId, keys: left })
      expect([keys, how, await tryKey(secret), await tryKey(kept)]).toEqual([keys, how, 'invalid_api_key', 'done'])
      expect((await auditOf(key.id)).at(-1)).toMatchObject({ action: 'management_key.revoke' })
    }
  }
})

test('an admin who becomes less keeps no management key to promote themselves with; one who becomes an owner keeps it', async () => {
  for (const role of ['developer', 'billing', 'viewer', 'owner'] as const) {
    const { teamId, owner, person } = await makeTeam('admin')
    const { secret } = await createManagementKey(person, { teamId, name: 'm' })
    await changeRole(owner, { teamId, userId: person.userId, role })
    expect([role, await tryKey(secret)]).toEqual([role, role === 'owner' ? 'done' : 'invalid_api_key'])
  }
})

test('who gives up or loses ownership leaves no invite by which a second account becomes owner', async () => {
  for (const how of ['demoted', 'transfers'] as const) {
    const { teamId, owner, person } = await makeTeam('owner')
    const heir = await makeMember(teamId, 'admin')
    const [asOwner, asViewer] = [await inviteOther(person, teamId, 'owner'), await inviteOther(person, teamId, 'viewer')]
    const othersInvite = await inviteOther(owner, teamId, 'owner')
    if (how === 'demoted') await changeRole(owner, { teamId, userId: person.userId, role: 'admin' })
    else await transferOwnership(person, { teamId, userId: heir.userId })
    expect([how, await asOwner(), await asViewer(), await othersInvite()]).toEqual([how, 'conflict', 'done', 'done'])
  }
})
