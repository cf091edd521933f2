import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, UserActor } from '#lib/portal/acting/actor'
import { acceptInvite } from '#lib/portal/invites/accept-invite'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { authenticate } from '#lib/portal/management-api/authenticate'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { revokeManagementKey } from '#lib/portal/management-keys/revoke-management-key'
import { changeRole } from '#lib/portal/members/change-role'
import { leaveTeam, removeMember } from '#lib/portal/members/remove-member'
import { changeOperatorRole } from '#lib/portal/users/change-operator-role'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { getWebhook, listWebhooks } from '#lib/portal/webhooks/list-webhooks'
import { updateWebhook } from '#lib/portal/webhooks/update-webhook'
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

/** A management key somebody makes, as one comes with it. */
async function keyBy(maker: UserActor, teamId: string | null): Promise<{ actor: Actor; id: string }> {
  const { key, secret } = await createManagementKey(maker, { teamId, name: 'm' })
  return { actor: await authenticate(`Bearer ${secret}`), id: key.id }
}

/** An invite to a second account; answers what accepting it comes to. */
async function inviteOther(actor: Actor, teamId: string) {
  const other = await makePerson()
  const { email } = await asPortal((tx) =>
    tx.selectFrom('core.users').select('email').where('id', '=', other.userId).executeTakeFirstOrThrow(),
  )
  const { invite, link } = await inviteMember(actor, { teamId, email, role: 'admin' })
  return { id: invite.id, accept: () => codeOf(acceptInvite(other, link?.split('/').at(-1) ?? '')) }
}

const addWebhook = async (actor: Actor, teamId: string) =>
  (await createWebhook(actor, { teamId, url: 'http://127.0.0.1:9/token/hidden', events: ['key.blocked'] })).webhook.id

test('an invite made with a management key ends with the key, and with its maker, whichever way they go', async () => {
  const ways: Record<string, (owner: UserActor, admin: UserActor, teamId: string, keyId: string) => Promise<unknown>> = {
    revoked: (owner, _admin, _teamId, keyId) => revokeManagementKey(owner, keyId),
    removed: (owner, { userId }, teamId) => removeMember(owner, { teamId, userId, keys: null }),
    left: (_owner, admin, teamId) => leaveTeam(admin, { teamId, keys: null }),
    demoted: (owner, { userId }, teamId) => changeRole(owner, { teamId, userId, role: 'developer' }),
  }
  for (const [name, end] of Object.entries(ways)) {
    const teamId = await makeEmptyTeam()
    const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
    const [theirs, other] = [await keyBy(admin, teamId), await keyBy(owner, teamId)]
    const [ends, stays] = [await inviteOther(theirs.actor, teamId), await inviteOther(other.actor, teamId)]
    await end(owner, admin, teamId, theirs.id)
    expect([name, await ends.accept(), await stays.accept()]).toEqual([name, 'conflict', 'done'])
    expect((await auditOf(ends.id)).map(({ action }) => action)).toEqual(['invite.create', 'invite.revoke'])
  }
})

test('an operator’s invites into teams they do not run end with their role, those of a key of operator scope with them', async () => {
  const [first, second] = [await makeOperator('owner'), await makeOperator('owner')]
  const [foreign, own] = [await makeEmptyTeam(), await makeEmptyTeam()]
  await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: own, user_id: second.userId, role: 'admin' }).execute())
  const { actor } = await keyBy(second, null)
  const ending = [await inviteOther(second, foreign), await inviteOther(actor, foreign)]
  const stays = await inviteOther(second, own)
  await changeOperatorRole(first, { userId: second.userId, role: 'engineer' })
  expect(await Promise.all(ending.map(({ accept }) => accept()))).toEqual(['conflict', 'conflict'])
  expect(await stays.accept()).toBe('done')
})

test('webhooks go off with whoever made them, by hand or by key, until another administrator enables them', async () => {
  for (const end of ['remove', 'demote'] as const) {
    const teamId = await makeEmptyTeam()
    const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
    const theirs = await keyBy(admin, teamId)
    const [made, madeWithKey, kept] = [
      await addWebhook(admin, teamId),
      await addWebhook(theirs.actor, teamId),
      await addWebhook(owner, teamId),
    ]
    await revokeManagementKey(owner, theirs.id)
    expect((await listWebhooks(owner, teamId)).every(({ enabled }) => enabled)).toBe(true)
    if (end === 'remove') await removeMember(owner, { teamId, userId: admin.userId, keys: null })
    else await changeRole(owner, { teamId, userId: admin.userId, role: 'billing' })
    const on = async () => (await listWebhooks(owner, teamId)).filter(({ enabled }) => enabled).map(({ id }) => id)
    expect(await on()).toEqual([kept])
    expect((await auditOf(made)).at(-1)).toMatchObject({
      action: 'webhook.update',
      actor_id: owner.userId,
      before: { enabled: true },
      after: { enabled: false, host: '127.0.0.1:9' },
    })
    expect(JSON.stringify(await auditOf(madeWithKey))).not.toContain('hidden')
    await updateWebhook(owner, { webhookId: made, enabled: true })
    expect((await on()).toSorted()).toEqual([made, kept].toSorted())
  }
})

test('webhooks go off with whoever gave them their address, by hand or by key; other changes leave them with who did before', async () => {
  for (const by of ['hand', 'key'] as const) {
    const teamId = await makeEmptyTeam()
    const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
    const hers: Actor = by === 'hand' ? admin : (await keyBy(admin, teamId)).actor
    const [ledAway, keptByOwner, takenOver] = [
      await addWebhook(owner, teamId),
      await addWebhook(owner, teamId),
      await addWebhook(hers, teamId),
    ]
    await updateWebhook(hers, { webhookId: ledAway, url: 'http://127.0.0.1:9/hers' })
    const { url } = await getWebhook(owner, keptByOwner)
    await updateWebhook(hers, { webhookId: keptByOwner, url, events: ['budget.threshold'] })
    await updateWebhook(owner, { webhookId: takenOver, url: 'http://127.0.0.1:9/of-the-owner' })
    await removeMember(owner, { teamId, userId: admin.userId, keys: null })
    const on = (await listWebhooks(owner, teamId)).filter(({ enabled }) => enabled).map(({ id }) => id)
    expect([by, on.toSorted()]).toEqual([by, [keptByOwner, takenOver].toSorted()])
  }
})

test('webhooks that an operator led somewhere go off with their role, except in teams they run', async () => {
  const [first, second] = [await makeOperator('owner'), await makeOperator('owner')]
  const [foreign, own] = [await makeEmptyTeam(), await makeEmptyTeam()]
  await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: own, user_id: second.userId, role: 'admin' }).execute())
  const { actor } = await keyBy(second, null)
  const going = [await addWebhook(second, foreign), await addWebhook(actor, foreign)]
  const staying = [await addWebhook(first, foreign), await addWebhook(second, own)]
  await changeOperatorRole(first, { userId: second.userId, role: 'support' })
  const isOn = async (id: string) => (await getWebhook(first, id)).enabled
  expect(await Promise.all([...going, ...staying].map(isOn))).toEqual([false, false, true, true])
})

test('an admin who becomes an owner keeps their webhooks as they are', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
  const id = await addWebhook(admin, teamId)
  await changeRole(owner, { teamId, userId: admin.userId, role: 'owner' })
  expect(await getWebhook(owner, id)).toMatchObject({ enabled: true })
})

test('who reads webhooks without changing them sees the host of an address and no more', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const id = await addWebhook(owner, teamId)
  const reader: Actor = { ...managementKey(teamId), readOnly: true }
  const urlsOf = async (actor: Actor) => [(await getWebhook(actor, id)).url, ...(await listWebhooks(actor, teamId)).map(({ url }) => url)]
  const whole = 'http://127.0.0.1:9/token/hidden'
  for (const actor of [owner, await makeMember(teamId, 'admin'), managementKey(teamId), managementKey(null), await makeOperator('owner')])
    expect(await urlsOf(actor)).toEqual([whole, whole])
  const host = 'http://127.0.0.1:9/…'
  for (const actor of [reader, { ...managementKey(null), readOnly: true }, await makeOperator('support')])
    expect(await urlsOf(actor)).toEqual([host, host])
})
