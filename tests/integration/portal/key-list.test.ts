import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { disableKeys } from '#lib/portal/keys/disable-keys'
import { getKey } from '#lib/portal/keys/get-key'
import { listTeamKeys } from '#lib/portal/keys/list-team-keys'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { leaveTeam } from '#lib/portal/members/remove-member'
import { getEffectivePolicy } from '#lib/portal/policies/get-effective-policy'
import { asPortal } from '#lib/shared/database/as-role'
import { auditOf, codeOf, makeEmptyTeam, makeMember, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const hourMs = 3_600_000
const soon = () => new Date(Date.now() + hourMs)

test('members of every role see the keys of their team, newest first, with who made them', async () => {
  const teamId = await makeEmptyTeam()
  const dev = await makeMember(teamId, 'developer')
  await createKey(dev, { teamId, name: 'first' })
  await createKey(systemActor, { teamId, name: 'second' })
  const gone = await createKey(dev, { teamId, name: 'gone' })
  await deleteKey(dev, gone.key.id)
  for (const role of ['owner', 'viewer', 'billing'] as const) {
    const { keys, more } = await listTeamKeys(await makeMember(teamId, role), { teamId, now: new Date() })
    expect(more).toBe(false)
    expect(keys.map(({ name, creator }) => [name, creator?.email])).toEqual([
      ['second', undefined],
      ['first', expect.stringMatching(/@example\.com$/)],
    ])
  }
})

test('who has left the team is not named any more', async () => {
  const teamId = await makeEmptyTeam()
  const [dev, viewer] = [await makeMember(teamId, 'developer'), await makeMember(teamId, 'viewer')]
  await createKey(dev, { teamId, name: 'k' })
  await asPortal((tx) => tx.deleteFrom('core.memberships').where('team_id', '=', teamId).where('user_id', '=', dev.userId).execute())
  const { keys } = await listTeamKeys(viewer, { teamId, now: new Date() })
  expect(keys[0]?.creator).toBeNull()
})

test('a list is narrowed by state and by text; letters that search patterns use stand for themselves', async () => {
  const teamId = await makeEmptyTeam()
  const viewer = await makeMember(teamId, 'viewer')
  const now = new Date()
  const { key: plain } = await createKey(systemActor, { teamId, name: 'plain' })
  const { key: off } = await createKey(systemActor, { teamId, name: 'off_100%' })
  await updateKey(systemActor, { keyId: off.id, status: 'disabled' })
  const { key: over } = await createKey(systemActor, {
    teamId,
    name: 'over',
    policy: { expires_at: new Date(now.getTime() - 1_000).toISOString() },
  })
  const { key: later } = await createKey(systemActor, { teamId, name: 'later', policy: { expires_at: soon().toISOString() } })
  const find = async (input: Partial<Parameters<typeof listTeamKeys>[1]>) =>
    (await listTeamKeys(viewer, { teamId, now, ...input })).keys.map((key) => key.id).sort()
  expect(await find({ state: 'active' })).toEqual([plain.id, later.id].sort())
  expect(await find({ state: 'disabled' })).toEqual([off.id])
  expect(await find({ state: 'expired' })).toEqual([over.id])
  expect(await find({ search: 'PLAI' })).toEqual([plain.id])
  expect(await find({ search: '_100%' })).toEqual([off.id])
  expect(await find({ search: '%' })).toEqual([off.id])
  expect(await find({ search: plain.display })).toEqual([plain.id])
  const states = (await listTeamKeys(viewer, { teamId, now })).keys.map(({ name, state }) => [name, state])
  expect(Object.fromEntries(states)).toEqual({ plain: 'active', 'off_100%': 'disabled', over: 'expired', later: 'active' })
})

test('a rotated key tells until when its old secret works, and only while it does', async () => {
  const teamId = await makeEmptyTeam()
  const { key } = await createKey(systemActor, { teamId, name: 'k' })
  const until = async () => (await listTeamKeys(systemActor, { teamId, now: new Date() })).keys[0]?.previousSecretUntil ?? null
  expect(await until()).toBeNull()
  await rotateKey(systemActor, { keyId: key.id, overlapSeconds: 3_600 })
  expect(Math.abs(((await until())?.getTime() ?? 0) - Date.now() - hourMs)).toBeLessThan(60_000)
  await rotateKey(systemActor, { keyId: key.id, overlapSeconds: 0 })
  expect(await until()).toBeNull()
})

test('a key handed over by who left says that its secrets have ended, and reads as expired until it is rotated', async () => {
  const teamId = await makeEmptyTeam()
  const [heir, dev] = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'developer')]
  const { key } = await createKey(dev, { teamId, name: 'left behind' })
  const { key: other } = await createKey(heir, { teamId, name: 'other' })
  const find = async (state?: 'active' | 'expired') =>
    (await listTeamKeys(heir, { teamId, state, now: new Date() })).keys.map(({ id, secretsEnded }) => [id, secretsEnded])
  expect(await find('active')).toEqual([
    [other.id, false],
    [key.id, false],
  ])
  await leaveTeam(dev, { teamId, keys: { handOverTo: heir.userId } })
  expect(await find('expired')).toEqual([[key.id, true]])
  expect(await find('active')).toEqual([[other.id, false]])
  const [, left] = (await listTeamKeys(heir, { teamId, now: new Date() })).keys
  const people = { creator: null, owner: { email: expect.stringMatching(/@example\.com$/) } }
  expect(left).toMatchObject({ ...people, createdBy: dev.userId, ownerId: heir.userId })
  expect(await getEffectivePolicy(heir, key.id)).toMatchObject({ people, secretsEnded: true })
  await rotateKey(heir, { keyId: key.id })
  expect(await find('active')).toContainEqual([key.id, false])
  expect(await find('expired')).toEqual([])
  expect(await getEffectivePolicy(heir, key.id)).toMatchObject({ secretsEnded: false })
})

test('several keys are disabled together or not at all', async () => {
  const teamId = await makeEmptyTeam()
  const [admin, dev, viewer] = [
    await makeMember(teamId, 'admin'),
    await makeMember(teamId, 'developer'),
    await makeMember(teamId, 'viewer'),
  ]
  const { key: mine } = await createKey(dev, { teamId, name: 'mine' })
  const { key: theirs } = await createKey(admin, { teamId, name: 'theirs' })
  const { key: foreign } = await createKey(systemActor, { teamId: await makeEmptyTeam(), name: 'foreign' })
  const statusOf = async (id: string) => (await getKey(systemActor, id)).status

  expect(await codeOf(disableKeys(dev, [mine.id, theirs.id]))).toBe('forbidden')
  expect(await codeOf(disableKeys(viewer, [mine.id]))).toBe('forbidden')
  expect(await codeOf(disableKeys(admin, [mine.id, foreign.id]))).toBe('not_found')
  expect(await codeOf(disableKeys(await makePerson(), [mine.id]))).toBe('not_found')
  expect(await codeOf(disableKeys(admin, []))).toBe('invalid_request')
  expect(await statusOf(mine.id)).toBe('active')

  const both = [theirs.id, mine.id, mine.id]
  expect(await Promise.all([disableKeys(admin, both), disableKeys(admin, both.toReversed())])).toEqual([2, 2])
  expect([await statusOf(mine.id), await statusOf(theirs.id), await statusOf(foreign.id)]).toEqual(['disabled', 'disabled', 'active'])
  expect((await auditOf(mine.id)).map((row) => row.action)).toEqual(['key.create', 'key.update', 'key.update'])
})

test('the monthly budget changes alone; the others stay, and developers may not touch it', async () => {
  const teamId = await makeEmptyTeam()
  const [admin, dev] = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'developer')]
  const { key } = await createKey(dev, { teamId, name: 'k', policy: { budgets: [{ period: 'day', amount_usd: '0.000000005' }] } })
  const budgetsAfter = async (monthlyBudgetNanos: bigint | null) =>
    (await updateKey(admin, { keyId: key.id, monthlyBudgetNanos })).budgets
      .map(({ period, amountNanos }) => [period, amountNanos])
      .toSorted()
  expect(await budgetsAfter(50n)).toEqual([
    ['day', 5n],
    ['month', 50n],
  ])
  expect(await budgetsAfter(null)).toEqual([['day', 5n]])
  expect(await codeOf(updateKey(dev, { keyId: key.id, monthlyBudgetNanos: 1n }))).toBe('forbidden')
})

test("another team's keys are not found", async () => {
  const teamId = await makeEmptyTeam()
  await createKey(systemActor, { teamId, name: 'k' })
  expect(await codeOf(listTeamKeys(await makePerson(), { teamId, now: new Date() }))).toBe('not_found')
})
