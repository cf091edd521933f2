import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor, type UserActor } from '#lib/portal/acting/actor'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { getKey } from '#lib/portal/keys/get-key'
import { listKeys } from '#lib/portal/keys/list-keys'
import { listTeamKeys } from '#lib/portal/keys/list-team-keys'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { endPlaygroundOf, endPlaygroundSession } from '#lib/portal/playground/end-playground-session'
import { openPlayground } from '#lib/portal/playground/open-playground'
import { updateTeam } from '#lib/portal/teams/update-team'
import { hashSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'
import { gatewayPool } from '#lib/shared/database/pools'
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

const hourMs = 3_600_000
const open = (actor: UserActor, teamId: string, sessionId: string = randomUUID()) => openPlayground(actor, { teamId, sessionId })

interface GatewayKey {
  key_id: string
  secret_expires_at: string
  policy_version: string
}

async function asGateway(secret: string): Promise<GatewayKey> {
  const { rows } = await gatewayPool().query<{ key: GatewayKey | null }>('select core.gateway_key($1) as key', [hashSecret(secret)])
  if (!rows[0]?.key) throw new Error('the gateway knows no such secret')
  return rows[0].key
}

async function isLive(secret: string): Promise<boolean> {
  return Date.parse((await asGateway(secret)).secret_expires_at) > Date.now()
}

const playgroundKeys = (teamId: string) =>
  asPortal((tx) => tx.selectFrom('core.api_keys').selectAll().where('team_id', '=', teamId).where('kind', '=', 'playground').execute())

test('a secret works for an hour and is kept as a hash alone', async () => {
  const teamId = await makeEmptyTeam()
  const dev = await makeMember(teamId, 'developer')
  const { secret, expiresAt } = await open(dev, teamId)
  expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + hourMs - 60_000)
  expect(expiresAt.getTime()).toBeLessThan(Date.now() + hourMs + 60_000)
  expect(new Date((await asGateway(secret)).secret_expires_at)).toEqual(expiresAt)
  const [key] = await playgroundKeys(teamId)
  expect(key).toMatchObject({ name: 'Playground', created_by: dev.userId })
  const audit = await auditOf(key?.id ?? '')
  expect(audit.map((row) => row.action)).toEqual(['playground.open'])
  expect(JSON.stringify(audit)).not.toContain(secret)
})

test('ten tabs at once share one key of the member, and another member has one of their own', async () => {
  const teamId = await makeEmptyTeam()
  const [dev, other] = [await makeMember(teamId, 'developer'), await makeMember(teamId, 'admin')]
  const opened = await Promise.all(Array.from({ length: 10 }, () => open(dev, teamId)))
  const ids = new Set(await Promise.all(opened.map(async ({ secret }) => (await asGateway(secret)).key_id)))
  expect(ids.size).toBe(1)
  expect(ids).not.toContain((await asGateway((await open(other, teamId)).secret)).key_id)
  expect(await playgroundKeys(teamId)).toHaveLength(2)
})

test('owners, admins and developers may; billing, viewers and outsiders may not, nor operators in a team of others', async () => {
  const teamId = await makeEmptyTeam()
  for (const role of ['owner', 'admin', 'developer'] as const)
    expect(await codeOf(open(await makeMember(teamId, role), teamId))).toBe('done')
  for (const role of ['billing', 'viewer'] as const) expect(await codeOf(open(await makeMember(teamId, role), teamId))).toBe('forbidden')
  expect(await codeOf(open(await makePerson(), teamId))).toBe('not_found')
  expect(await codeOf(open(await makePerson(), randomUUID()))).toBe('not_found')
  expect(await codeOf(open(await makeOperator(), teamId))).toBe('forbidden')
})

test('signing out ends the secrets of that session in every team, and of no other', async () => {
  const [one, two] = [await makeEmptyTeam(), await makeEmptyTeam()]
  const dev = await makeMember(one, 'developer')
  await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: two, user_id: dev.userId, role: 'admin' }).execute())
  const session = randomUUID()
  const ended = [await open(dev, one, session), await open(dev, two, session)]
  const kept = await open(dev, one)
  const before = BigInt((await asGateway(kept.secret)).policy_version)
  await endPlaygroundSession(session)
  for (const { secret } of ended) expect(await isLive(secret)).toBe(false)
  expect(await isLive(kept.secret)).toBe(true)
  expect(BigInt((await asGateway(kept.secret)).policy_version)).toBeGreaterThan(before)
  await endPlaygroundOf(dev.userId)
  expect(await isLive(kept.secret)).toBe(false)
})

test('a member who leaves, loses the role or is disabled keeps no secret', async () => {
  const teamId = await makeEmptyTeam()
  const [left, lowered, disabled, stays] = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const actor = await makeMember(teamId, 'developer')
      return { ...actor, secret: (await open(actor, teamId)).secret }
    }),
  )
  if (!left || !lowered || !disabled || !stays) throw new Error('four members')
  const membership = { team_id: teamId, user_id: left.userId }
  await asPortal((tx) => tx.deleteFrom('core.memberships').where('user_id', '=', left.userId).where('team_id', '=', teamId).execute())
  await asPortal((tx) => tx.updateTable('core.memberships').set({ role: 'viewer' }).where('user_id', '=', lowered.userId).execute())
  await asPortal((tx) => tx.updateTable('core.users').set({ disabled_at: new Date() }).where('id', '=', disabled.userId).execute())
  for (const { secret } of [left, lowered, disabled]) expect(await isLive(secret)).toBe(false)
  expect(await isLive(stays.secret)).toBe(true)
  expect(await codeOf(open(left, teamId))).toBe('not_found')
  expect(await codeOf(open(lowered, teamId))).toBe('forbidden')
  expect(await codeOf(open(disabled, teamId))).toBe('forbidden')
  // Whoever comes back is given a new secret; the old one stays ended.
  await asPortal((tx) =>
    tx
      .insertInto('core.memberships')
      .values({ ...membership, role: 'developer' })
      .execute(),
  )
  expect(await isLive((await open(left, teamId)).secret)).toBe(true)
  expect(await isLive(left.secret)).toBe(false)
})

test('a secret opened while its member is being removed does not outlive the removal', async () => {
  const teamId = await makeEmptyTeam()
  for (let round = 0; round < 10; round++) {
    const dev = await makeMember(teamId, 'developer')
    await open(dev, teamId)
    const remove = () => asPortal((tx) => tx.deleteFrom('core.memberships').where('user_id', '=', dev.userId).execute())
    const [opened] = await Promise.allSettled([open(dev, teamId), remove()])
    if (opened.status === 'fulfilled') expect(await isLive(opened.value.secret)).toBe(false)
  }
})

test('a disabled team opens no playground', async () => {
  const teamId = await makeEmptyTeam()
  const dev = await makeMember(teamId, 'developer')
  await updateTeam(systemActor, { teamId, status: 'disabled' })
  expect(await codeOf(open(dev, teamId))).toBe('team_disabled')
})

test('only the newest twenty secrets of a person live, and those ended a day ago are gone', async () => {
  const teamId = await makeEmptyTeam()
  const dev = await makeMember(teamId, 'developer')
  const first = await open(dev, teamId)
  for (let tab = 0; tab < 20; tab++) await open(dev, teamId)
  expect(await isLive(first.secret)).toBe(false)
  await asPortal((tx) =>
    tx
      .updateTable('core.api_key_secrets')
      .set({ expires_at: new Date(Date.now() - 25 * hourMs) })
      .where('secret_hash', '=', hashSecret(first.secret))
      .execute(),
  )
  await open(dev, teamId)
  await expect(asGateway(first.secret)).rejects.toThrow('no such secret')
})

test('nobody lists, reads or changes it as a key', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  await open(owner, teamId)
  const [key] = await playgroundKeys(teamId)
  const keyId = key?.id ?? ''
  expect((await listTeamKeys(owner, { teamId, now: new Date() })).keys).toEqual([])
  for (const actor of [owner, managementKey(teamId), managementKey(null), systemActor]) {
    expect((await listKeys(actor, { teamId })).items).toEqual([])
    expect(await codeOf(getKey(actor, keyId))).toBe('not_found')
    expect(await codeOf(updateKey(actor, { keyId, name: 'x' }))).toBe('not_found')
    expect(await codeOf(rotateKey(actor, { keyId }))).toBe('not_found')
    expect(await codeOf(deleteKey(actor, keyId))).toBe('not_found')
  }
})

test('secrets are minted so often and no more, for each person alone', async () => {
  const teamId = await makeEmptyTeam()
  const [dev, other] = [await makeMember(teamId, 'developer'), await makeMember(teamId, 'developer')]
  for (let count = 0; count < 60; count++) expect(await codeOf(open(dev, teamId))).toBe('done')
  await expect(open(dev, teamId)).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: expect.any(Number) })
  expect(await codeOf(open(other, teamId))).toBe('done')
})
