import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { systemActor, type UserActor } from '#lib/portal/acting/actor'
import type { TeamRole } from '#lib/portal/acting/permissions'
import { acceptInvite } from '#lib/portal/invites/accept-invite'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { listInvites } from '#lib/portal/invites/list-invites'
import { readInvite } from '#lib/portal/invites/read-invite'
import { resendInvite } from '#lib/portal/invites/resend-invite'
import { revokeInvite } from '#lib/portal/invites/revoke-invites'
import { changeRole } from '#lib/portal/members/change-role'
import { listMembers } from '#lib/portal/members/list-members'
import { removeMember } from '#lib/portal/members/remove-member'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { updateTeam } from '#lib/portal/teams/update-team'
import { disableUser, enableUser } from '#lib/portal/users/disable-user'
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

/** Somebody with an address of their own, who has signed in. */
async function makeGuest(): Promise<{ guest: UserActor; email: string }> {
  const [userId, email] = [randomUUID(), `${randomUUID()}@example.com`]
  await ensureAccount({ userId, email })
  return { guest: { kind: 'user', userId }, email }
}

async function invite(role: TeamRole = 'developer', email?: string) {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const { guest, email: own } = await makeGuest()
  const sent = await inviteMember(owner, { teamId, email: email ?? own, role })
  return { teamId, owner, guest, email: own, invite: sent.invite, secret: secretOf(sent.link) }
}

const secretOf = (link: string | null) => link?.split('/').at(-1) ?? ''
const roleIn = async (teamId: string, person: UserActor) =>
  (await listMembers(systemActor, { teamId, limit: 200 })).items.find(({ userId }) => userId === person.userId)?.role
const expire = (inviteId: string) =>
  asPortal((tx) =>
    tx
      .updateTable('core.invites')
      .set({ expires_at: new Date(0) })
      .where('id', '=', inviteId)
      .execute(),
  )
/** Why a verb was refused, beyond its code. */
const reasonOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { details?: { reason?: string } }) => error.details?.reason,
  )

test('whoever is invited joins with the role of the invite, once, however often they accept; it is audited', async () => {
  const { teamId, owner, guest, email, invite: sent, secret } = await invite('billing')
  expect(await readInvite(secret)).toMatchObject({ state: 'open', teamId, email, role: 'billing' })
  expect((await listInvites(owner, { teamId })).items).toMatchObject([{ id: sent.id, email, role: 'billing', sentAt: null }])
  expect(await acceptInvite(guest, secret)).toEqual({ teamId })
  expect(await acceptInvite(guest, secret)).toEqual({ teamId })
  expect(await roleIn(teamId, guest)).toBe('billing')
  expect((await listInvites(owner, { teamId })).items).toEqual([])
  expect((await auditOf(sent.id)).map(({ action, actor_id }) => [action, actor_id])).toEqual([
    ['invite.create', owner.userId],
    ['invite.accept', guest.userId],
  ])
})

test('the case in which an account has its address does not matter', async () => {
  const { guest, teamId, email, secret } = await invite('viewer')
  await asPortal((tx) => tx.updateTable('core.users').set({ email: email.toUpperCase() }).where('id', '=', guest.userId).execute())
  expect(await acceptInvite(guest, secret)).toEqual({ teamId })
})

test('two who accept the same invite at once are one member', async () => {
  const { teamId, guest, invite: sent, secret } = await invite()
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => codeOf(acceptInvite(guest, secret))))
  expect(new Set(outcomes)).toEqual(new Set(['done']))
  expect((await auditOf(sent.id)).filter(({ action }) => action === 'invite.accept')).toHaveLength(1)
  expect(await roleIn(teamId, guest)).toBe('developer')
})

test('accepted and revoked at once, exactly one of the two happens', async () => {
  for (let round = 0; round < 8; round++) {
    const { teamId, owner, guest, invite: sent, secret } = await invite()
    const [accepted, revoked] = await Promise.all([codeOf(acceptInvite(guest, secret)), codeOf(revokeInvite(owner, sent.id))])
    expect([accepted, revoked].toSorted()).toEqual(['conflict', 'done'])
    expect((await roleIn(teamId, guest)) === 'developer').toBe(accepted === 'done')
  }
})

test('an invite is for one address, and a revoked, expired or unknown one lets nobody in', async () => {
  const { owner, guest, invite: sent, secret } = await invite()
  expect(await reasonOf(acceptInvite(await makePerson(), secret))).toBe('other_address')
  await expire(sent.id)
  expect(await readInvite(secret)).toMatchObject({ state: 'expired' })
  expect(await reasonOf(acceptInvite(guest, secret))).toBe('expired')
  await revokeInvite(owner, sent.id)
  expect(await reasonOf(acceptInvite(guest, secret))).toBe('revoked')
  expect(await codeOf(acceptInvite(guest, 'A'.repeat(43)))).toBe('not_found')
  expect(await codeOf(acceptInvite(guest, 'short'))).toBe('not_found')
  expect(await readInvite('../x')).toBeNull()
})

test('sent again, the new link works and the old one is dead, also after it had expired', async () => {
  const { teamId, owner, guest, invite: sent, secret } = await invite()
  await expire(sent.id)
  const again = await resendInvite(owner, { inviteId: sent.id })
  expect(again.invite.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000)
  expect(await codeOf(acceptInvite(guest, secret))).toBe('not_found')
  expect(await acceptInvite(guest, secretOf(again.link))).toEqual({ teamId })
  expect(await codeOf(resendInvite(owner, { inviteId: sent.id }))).toBe('conflict')
})

test('a member is not invited, an address has one open invite, and an expired one makes room for another', async () => {
  const { teamId, owner, guest, email, invite: sent, secret } = await invite()
  const again = () => inviteMember(owner, { teamId, email: ` ${email.toUpperCase()} `, role: 'viewer' })
  expect(await reasonOf(again())).toBe('invited')
  await expire(sent.id)
  const second = await again()
  expect(second.invite).toMatchObject({ email, role: 'viewer' })
  expect(await codeOf(acceptInvite(guest, secret))).toBe('conflict')
  await acceptInvite(guest, secretOf(second.link))
  expect(await reasonOf(again())).toBe('member')
  expect((await auditOf(sent.id)).map(({ action }) => action)).toEqual(['invite.create', 'invite.revoke'])
})

test('of several invites to one address at once, one is made', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, () => codeOf(inviteMember(owner, { teamId, email: 'one@example.com', role: 'viewer' }))),
  )
  expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'done'])
})

test('owners and admins invite, and owners alone invite owners; the rest may not, and outsiders find nothing', async () => {
  const { teamId, owner, invite: sent } = await invite()
  const ask = (actor: Parameters<typeof inviteMember>[0], role: TeamRole) =>
    codeOf(inviteMember(actor, { teamId, email: `${randomUUID()}@example.com`, role }))
  const admin = await makeMember(teamId, 'admin')
  expect([await ask(owner, 'owner'), await ask(admin, 'admin'), await ask(admin, 'owner')]).toEqual(['done', 'done', 'forbidden'])
  expect([await ask(managementKey(teamId), 'viewer'), await ask(managementKey(teamId), 'owner')]).toEqual(['done', 'forbidden'])
  for (const role of ['developer', 'billing', 'viewer'] as const)
    expect(await ask(await makeMember(teamId, role), 'viewer')).toBe('forbidden')
  expect(await ask(await makeOperator('support'), 'viewer')).toBe('forbidden')
  const { invite: forOwner } = await inviteMember(owner, { teamId, email: `${randomUUID()}@example.com`, role: 'owner' })
  for (const actor of [admin, managementKey(teamId)]) {
    expect(await codeOf(resendInvite(actor, { inviteId: forOwner.id }))).toBe('forbidden')
    expect(await codeOf(revokeInvite(actor, forOwner.id))).toBe('forbidden')
  }
  expect([await codeOf(resendInvite(owner, { inviteId: forOwner.id })), await codeOf(revokeInvite(owner, forOwner.id))]).toEqual([
    'done',
    'done',
  ])
  for (const outsider of [await makePerson(), managementKey(await makeEmptyTeam())]) {
    expect(await ask(outsider, 'viewer')).toBe('not_found')
    expect(await codeOf(listInvites(outsider, { teamId }))).toBe('not_found')
    expect(await codeOf(revokeInvite(outsider, sent.id))).toBe('not_found')
    expect(await codeOf(resendInvite(outsider, { inviteId: sent.id }))).toBe('not_found')
  }
  expect(await codeOf(revokeInvite(owner, randomUUID()))).toBe('not_found')
})

test('who is removed or may no longer invite leaves no open invite behind', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const [removed, demoted] = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'admin')]
  const first = await inviteMember(removed, { teamId, email: 'first@example.com', role: 'admin' })
  const second = await inviteMember(demoted, { teamId, email: 'second@example.com', role: 'admin' })
  const kept = await inviteMember(owner, { teamId, email: 'third@example.com', role: 'admin' })
  await removeMember(owner, { teamId, userId: removed.userId, keys: null })
  await changeRole(owner, { teamId, userId: demoted.userId, role: 'developer' })
  expect((await listInvites(owner, { teamId })).items.map(({ id }) => id)).toEqual([kept.invite.id])
  for (const { invite: ended } of [first, second]) {
    expect((await auditOf(ended.id)).at(-1)).toMatchObject({ action: 'invite.revoke', actor_id: owner.userId })
  }
})

test('a disabled team takes nobody in, nor a disabled person', async () => {
  const { teamId, guest, secret } = await invite()
  await updateTeam(systemActor, { teamId, status: 'disabled' })
  expect(await codeOf(acceptInvite(guest, secret))).toBe('team_disabled')
  await updateTeam(systemActor, { teamId, status: 'active' })
  await asPortal((tx) => tx.updateTable('core.users').set({ disabled_at: new Date() }).where('id', '=', guest.userId).execute())
  expect(await codeOf(acceptInvite(guest, secret))).toBe('forbidden')
})

test('an invite waits while who sent it is disabled, and is somebody else’s once they send it again', async () => {
  const { teamId, owner, guest, email, invite: sent, secret } = await invite('admin')
  const other = await makeMember(teamId, 'owner')
  const listed = async () => (await listInvites(other, { teamId })).items.map(({ suspended }) => suspended)
  expect(await listed()).toEqual([false])
  await disableUser(systemActor, owner.userId)
  expect(await listed()).toEqual([true])
  expect(await readInvite(secret)).toMatchObject({ state: 'suspended' })
  expect(await reasonOf(acceptInvite(guest, secret))).toBe('suspended')
  expect(await roleIn(teamId, guest)).toBeUndefined()
  await enableUser(systemActor, owner.userId)
  expect(await readInvite(secret)).toMatchObject({ state: 'open' })

  await disableUser(systemActor, owner.userId)
  const again = await resendInvite(other, { inviteId: sent.id })
  expect(again.invite).toMatchObject({ email, invitedBy: other.userId })
  expect(await listed()).toEqual([false])
  expect(await acceptInvite(guest, secretOf(again.link))).toEqual({ teamId })
})

test('sent again while its sender is not disabled, an invite stays theirs', async () => {
  const { teamId, owner, invite: sent } = await invite()
  expect((await resendInvite(await makeMember(teamId, 'admin'), { inviteId: sent.id })).invite.invitedBy).toBe(owner.userId)
})

test('an invite made with a key of operator scope waits while its operator is disabled; one of a team’s key does not', async () => {
  const [operator] = [await makeOperator('owner'), await makeOperator('owner')]
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const ofOperator = await createManagementKey(operator, { teamId: null, name: 'operator' })
  const ofTeam = await createManagementKey(owner, { teamId, name: 'team' })
  const asked = async (keyId: string, scope: string | null) => {
    const actor = { kind: 'management_key' as const, keyId, teamId: scope, readOnly: false }
    const { link } = await inviteMember(actor, { teamId, email: `${randomUUID()}@example.com`, role: 'viewer' })
    return secretOf(link)
  }
  const [theirs, teams] = [await asked(ofOperator.key.id, null), await asked(ofTeam.key.id, teamId)]
  for (const { userId } of [operator, owner]) await disableUser(systemActor, userId)
  expect([await readInvite(theirs), await readInvite(teams)]).toMatchObject([{ state: 'suspended' }, { state: 'open' }])
  const { items } = await listInvites(await makeMember(teamId, 'admin'), { teamId })
  expect(items.map(({ suspended }) => suspended)).toEqual([false, true])
})

test('one address is not flooded', async () => {
  const { owner, invite: sent } = await invite()
  const outcomes: string[] = []
  for (let round = 0; round < 6; round++) outcomes.push(await codeOf(resendInvite(owner, { inviteId: sent.id })))
  expect(outcomes).toEqual(['done', 'done', 'done', 'done', 'rate_limited', 'rate_limited'])
})
