import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { listTeamBudgets } from '#lib/portal/budgets/list-team-budgets'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { getKey } from '#lib/portal/keys/get-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { getEffectivePolicy } from '#lib/portal/policies/get-effective-policy'
import { listTags } from '#lib/portal/policies/list-tags'
import { changeMemberPolicy, getMemberPolicy } from '#lib/portal/policies/member-policy'
import { markMembers } from '#lib/portal/policies/policy-marks'
import { changeTeamPolicy, getTeamPolicy } from '#lib/portal/policies/team-policy'
import { asPortal } from '#lib/shared/database/as-role'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'
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

const versionOf = (keyId: string) =>
  asPortal((tx) => tx.selectFrom('core.api_keys').select('policy_version').where('id', '=', keyId).executeTakeFirstOrThrow())

test('a member given replaces the one before, null takes it away, one that is absent stays', async () => {
  const teamId = await makeEmptyTeam()
  await changeTeamPolicy(systemActor, teamId, { models: { allow: ['a', 'b'] }, limits: { requests_per_minute: 20 }, tags: ['x', 'x'] })
  const after = await changeTeamPolicy(systemActor, teamId, { models: { deny: ['c'] }, limits: null })
  expect(after).toEqual({ models: { deny: ['c'] }, tags: ['x'] })
  expect(await getTeamPolicy(systemActor, teamId)).toEqual(after)
  expect((await auditOf(teamId)).filter((row) => row.action === 'policy.change').at(-1)).toMatchObject({
    before: { models: { allow: ['a', 'b'] }, limits: { requests_per_minute: 20 } },
    after: { models: { deny: ['c'] }, limits: null },
  })
})

test('budgets of a policy are the ledger’s: kept by period, shown with all their terms, ended when left out', async () => {
  const teamId = await makeEmptyTeam()
  const first = await changeTeamPolicy(systemActor, teamId, {
    budgets: [
      { amount_usd: '5', period: 'day', thresholds: [90], on_exhausted: { model: 'cheap' } },
      { amount_usd: '50', period: 'month', mode: 'soft' },
    ],
    end_users: { limits: { requests_per_day: 5 }, budgets: [{ amount_usd: '0.10', period: 'day' }] },
  })
  expect(first.budgets).toEqual([
    { amount_usd: '5.000000000', period: 'day', mode: 'hard', thresholds: [90], on_exhausted: { model: 'cheap' } },
    { amount_usd: '50.000000000', period: 'month', mode: 'soft', thresholds: [50, 80, 100], on_exhausted: 'block' },
  ])
  expect(first.end_users).toEqual({ limits: { requests_per_day: 5 }, budgets: [{ amount_usd: '0.100000000', period: 'day' }] })
  const { policy: stored } = await asPortal((tx) =>
    tx.selectFrom('core.teams').select('policy').where('id', '=', teamId).executeTakeFirstOrThrow(),
  )
  expect(stored).toEqual({ end_users: { limits: { requests_per_day: 5 } } })
  const second = await changeTeamPolicy(systemActor, teamId, { budgets: [{ amount_usd: '6', period: 'day' }], end_users: null })
  expect(second).toEqual({
    budgets: [{ amount_usd: '6.000000000', period: 'day', mode: 'hard', thresholds: [50, 80, 100], on_exhausted: 'block' }],
  })
})

test('a budget of a policy stays the same one when only its amount or its mode changes, so that what it has counted stays', async () => {
  const teamId = await makeEmptyTeam()
  const budgetsOf = async () => (await listTeamBudgets(systemActor, teamId)).map(({ id, mode, amountNanos }) => ({ id, mode, amountNanos }))
  await changeTeamPolicy(systemActor, teamId, { budgets: [{ amount_usd: '5', period: 'month' }] })
  const [first] = await budgetsOf()
  await changeTeamPolicy(systemActor, teamId, { budgets: [{ amount_usd: '5', period: 'month', mode: 'soft' }] })
  expect(await budgetsOf()).toEqual([{ ...first, mode: 'soft' }])
  await changeTeamPolicy(systemActor, teamId, {
    budgets: [
      { amount_usd: '9', period: 'month' },
      { amount_usd: '6', period: 'month', mode: 'soft' },
    ],
  })
  const both = await budgetsOf()
  expect(both).toHaveLength(2)
  expect(both.find(({ id }) => id === first?.id)).toEqual({ ...first, mode: 'soft', amountNanos: 6_000_000_000n })
})

test('a key’s effective policy names the level of every part', async () => {
  const teamId = await makeEmptyTeam()
  const dev = await makeMember(teamId, 'developer')
  const { key } = await createKey(dev, { teamId, name: 'k', policy: { limits: { requests_per_minute: 5 }, max_output_tokens: 100 } })
  await changeTeamPolicy(systemActor, teamId, { limits: { requests_per_minute: 20 }, max_output_tokens: 500 })
  await changeMemberPolicy(systemActor, { teamId, userId: dev.userId }, { models: { allow: ['m*'] }, max_output_tokens: 50 })
  const { explained, levels } = await getEffectivePolicy(dev, key.id)
  expect(levels.map(({ level, id }) => [level, id])).toEqual([
    ['team', teamId],
    ['member', dev.userId],
    ['key', key.id],
  ])
  expect(explained.max_output_tokens?.value).toBe(50)
  expect(explained.limits?.from.map(({ level }) => level)).toEqual(['team', 'key'])
  expect(explained.models?.from).toEqual([{ level: 'member', value: { allow: ['m*'] } }])
})

test('a changed policy reaches every key below it, and only those', async () => {
  const teamId = await makeEmptyTeam()
  const dev = await makeMember(teamId, 'developer')
  const { key: own } = await createKey(dev, { teamId, name: 'own' })
  const { key: other } = await createKey(systemActor, { teamId, name: 'other' })
  const before = await Promise.all([versionOf(own.id), versionOf(other.id)])
  await changeMemberPolicy(systemActor, { teamId, userId: dev.userId }, { limits: { concurrency: 2 } })
  const between = await Promise.all([versionOf(own.id), versionOf(other.id)])
  expect(between[0].policy_version).toBeGreaterThan(before[0].policy_version)
  expect(between[1]).toEqual(before[1])
  await changeTeamPolicy(systemActor, teamId, { limits: { concurrency: 9 } })
  const after = await Promise.all([versionOf(own.id), versionOf(other.id)])
  expect(after[0].policy_version).toBeGreaterThan(between[0].policy_version)
  expect(after[1].policy_version).toBeGreaterThan(between[1].policy_version)
})

test('two changes at once of different members both stay', async () => {
  const teamId = await makeEmptyTeam()
  await Promise.all([
    changeTeamPolicy(systemActor, teamId, { max_output_tokens: 10 }),
    changeTeamPolicy(systemActor, teamId, { aliases: { fast: 'm' } }),
    changeTeamPolicy(systemActor, teamId, { budgets: [{ amount_usd: '1', period: 'day' }] }),
  ])
  expect(Object.keys(await getTeamPolicy(systemActor, teamId)).sort()).toEqual(['aliases', 'budgets', 'max_output_tokens'])
})

test('who changes what somebody else has changed since it was read is refused with who that was; other members stay free', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin, key] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin'), managementKey(teamId)]
  const { key: app } = await createKey(owner, { teamId, name: 'app' })
  const nameOf = ({ userId }: { userId: string }) =>
    asPortal((tx) => tx.selectFrom('core.users').select('email').where('id', '=', userId).executeTakeFirstOrThrow())
  const { email } = await nameOf(owner)
  const member = { teamId, userId: admin.userId }
  const levels = {
    team: {
      read: () => getTeamPolicy(admin, teamId),
      change: (by: typeof owner | typeof key, patch: PolicyPatch, seen?: ReturnType<typeof markMembers>) =>
        changeTeamPolicy(by, teamId, patch, undefined, seen),
    },
    member: {
      read: () => getMemberPolicy(admin, member),
      change: (by: typeof owner | typeof key, patch: PolicyPatch, seen?: ReturnType<typeof markMembers>) =>
        changeMemberPolicy(by, member, patch, undefined, seen),
    },
    key: {
      read: async () => (await getKey(admin, app.id)).policy,
      change: async (by: typeof owner | typeof key, policy: PolicyPatch, seen?: ReturnType<typeof markMembers>) =>
        (await updateKey(by, { keyId: app.id, policy, seen })).policy,
    },
  }
  for (const { read, change } of Object.values(levels)) {
    const seen = markMembers(await read())
    await change(owner, { limits: { requests_per_day: 900 } }, seen)
    await expect(change(admin, { limits: { requests_per_day: 500 }, max_output_tokens: 9 }, seen)).rejects.toMatchObject({
      code: 'conflict',
      details: { changed: ['limits'], by: email },
    })
    expect(await read()).toEqual({ limits: { requests_per_day: 900 } })
    await change(admin, { max_output_tokens: 9 }, seen)
    await change(admin, { limits: { requests_per_day: 900 } }, seen)
    await change(key, { limits: null })
    await expect(change(admin, { limits: { concurrency: 1 } }, seen)).resolves.toMatchObject({ limits: { concurrency: 1 } })
    expect(await codeOf(change(admin, { limits: null }, seen))).toBe('conflict')
    await change(key, { limits: null })
    await expect(change(admin, { limits: null }, { limits: 'another' })).resolves.toEqual({ max_output_tokens: 9 })
  }
})

test('of two changes at once of what both have seen, one is refused; a budget changed on its own page counts too', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
  const seen = markMembers(await getTeamPolicy(owner, teamId))
  const set = (count: number) => codeOf(changeTeamPolicy(admin, teamId, { limits: { concurrency: count } }, undefined, seen))
  expect((await Promise.all([set(1), set(2), set(3)])).sort()).toEqual(['conflict', 'conflict', 'done'])
  await createBudget(owner, { teamId, scope: 'team', amountNanos: 5n, period: 'day' })
  const budgets = [{ amount_usd: '1', period: 'month' as const }]
  await expect(changeTeamPolicy(admin, teamId, { budgets }, undefined, seen)).rejects.toMatchObject({
    code: 'conflict',
    details: { changed: ['budgets'], by: expect.stringContaining('@') },
  })
  expect((await auditOf(teamId)).filter((row) => row.action === 'policy.change')).toHaveLength(1)
})

test('the tags of a team are those of all its levels, each once, and of no other team or deleted key', async () => {
  const [teamId, other] = [await makeEmptyTeam(), await makeEmptyTeam()]
  const owner = await makeMember(teamId, 'owner')
  expect(await listTags(owner, teamId)).toEqual([])
  await changeTeamPolicy(systemActor, teamId, { tags: ['web', 'all'] })
  await changeTeamPolicy(systemActor, other, { tags: ['foreign'] })
  await changeMemberPolicy(systemActor, { teamId, userId: owner.userId }, { tags: ['people'] })
  await createKey(owner, { teamId, name: 'k', policy: { tags: ['web', 'batch'] } })
  const { key } = await createKey(owner, { teamId, name: 'gone', policy: { tags: ['gone'] } })
  await deleteKey(owner, key.id)
  expect(await listTags(await makeMember(teamId, 'viewer'), teamId)).toEqual(['all', 'batch', 'people', 'web'])
  for (const outsider of [await makePerson(), await makeMember(other, 'owner'), managementKey(other)])
    expect(await codeOf(listTags(outsider, teamId))).toBe('not_found')
})

test('administrators change policies, everybody in the team reads them, nobody outside sees them', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin, dev, billing, viewer] = [
    await makeMember(teamId, 'owner'),
    await makeMember(teamId, 'admin'),
    await makeMember(teamId, 'developer'),
    await makeMember(teamId, 'billing'),
    await makeMember(teamId, 'viewer'),
  ]
  const target = { teamId, userId: dev.userId }
  for (const actor of [owner, admin, managementKey(teamId), managementKey(null), await makeOperator('engineer')]) {
    expect(await codeOf(changeTeamPolicy(actor, teamId, { max_output_tokens: 9 }))).toBe('done')
    expect(await codeOf(changeMemberPolicy(actor, target, { max_output_tokens: 9 }))).toBe('done')
  }
  for (const actor of [dev, billing, viewer, await makeOperator('support')]) {
    expect(await codeOf(changeTeamPolicy(actor, teamId, {}))).toBe('forbidden')
    expect(await codeOf(changeMemberPolicy(actor, target, {}))).toBe('forbidden')
    expect(await codeOf(getTeamPolicy(actor, teamId))).toBe('done')
    expect(await codeOf(getMemberPolicy(actor, target))).toBe('done')
  }
  const { key } = await createKey(dev, { teamId, name: 'k' })
  for (const outsider of [await makePerson(), managementKey(await makeEmptyTeam())]) {
    for (const attempt of [
      () => getTeamPolicy(outsider, teamId),
      () => changeTeamPolicy(outsider, teamId, { max_output_tokens: 1 }),
      () => getMemberPolicy(outsider, target),
      () => changeMemberPolicy(outsider, target, { max_output_tokens: 1 }),
      () => getEffectivePolicy(outsider, key.id),
    ])
      expect(await codeOf(attempt())).toBe('not_found')
  }
  expect(await codeOf(getMemberPolicy(owner, { teamId, userId: (await makePerson()).userId }))).toBe('not_found')
  expect(await getTeamPolicy(owner, teamId)).toEqual({ max_output_tokens: 9 })
})

test('developers bind their own keys, but set neither tags nor budgets on them', async () => {
  const teamId = await makeEmptyTeam()
  const [admin, dev, other] = [
    await makeMember(teamId, 'admin'),
    await makeMember(teamId, 'developer'),
    await makeMember(teamId, 'developer'),
  ]
  const { key } = await createKey(dev, { teamId, name: 'k' })
  const change = (actor: typeof dev, policy: PolicyPatch) => codeOf(updateKey(actor, { keyId: key.id, policy }))
  expect(await change(dev, { models: { allow: ['m'] }, end_users: { limits: { requests_per_day: 5 } } })).toBe('done')
  expect(await change(other, { models: null })).toBe('forbidden')
  expect(await change(dev, { tags: ['a'] })).toBe('forbidden')
  expect(await change(dev, { budgets: [] })).toBe('forbidden')
  expect(await change(dev, { end_users: { budgets: [{ amount_usd: '1', period: 'day' }] } })).toBe('forbidden')
  expect(await change(admin, { end_users: { budgets: [{ amount_usd: '1', period: 'day' }] } })).toBe('done')
  expect(await change(dev, { end_users: null })).toBe('forbidden')
  const { key: kept } = await getEffectivePolicy(dev, key.id)
  expect(kept.policy).toEqual({ models: { allow: ['m'] }, end_users: { budgets: [{ amount_usd: '1.000000000', period: 'day' }] } })
})

test('a key is blocked with a reason by administrators, and only they unblock it; one blocked by its failures its maker may enable', async () => {
  const teamId = await makeEmptyTeam()
  const [admin, dev] = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'developer')]
  const { key } = await createKey(dev, { teamId, name: 'k' })
  const change = (actor: typeof dev, input: Omit<Parameters<typeof updateKey>[1], 'keyId'>) =>
    codeOf(updateKey(actor, { keyId: key.id, ...input }))
  expect(await change(dev, { status: 'blocked', blockReason: 'mine' })).toBe('forbidden')
  expect(await change(admin, { status: 'blocked' })).toBe('invalid_request')
  expect(await change(admin, { blockReason: 'not blocked' })).toBe('invalid_request')
  expect(await change(admin, { status: 'blocked', blockReason: 'leaked on GitHub' })).toBe('done')
  expect(await getKey(dev, key.id)).toMatchObject({ status: 'blocked', blockReason: 'leaked on GitHub', blockedAt: expect.any(Date) })
  expect(await change(dev, { name: 'renamed' })).toBe('done')
  for (const status of ['active', 'disabled'] as const) expect(await change(dev, { status })).toBe('forbidden')
  expect(await change(admin, { status: 'active' })).toBe('done')
  expect(await getKey(dev, key.id)).toMatchObject({ status: 'active', blockReason: null, blockedAt: null })
  expect((await auditOf(key.id)).map((row) => row.action)).toEqual(['key.create', 'key.block', 'key.update', 'key.unblock'])
  await updateKey(systemActor, { keyId: key.id, status: 'blocked', blockReason: 'consecutive_failures' })
  expect(await change(dev, { status: 'active' })).toBe('done')
})

test('what is no policy is refused by the name of its member', async () => {
  const teamId = await makeEmptyTeam()
  const wrong = { limits: { requests_per_minute: -1 } } as PolicyPatch
  await expect(changeTeamPolicy(systemActor, teamId, wrong)).rejects.toMatchObject({
    code: 'invalid_request',
    param: 'policy.limits.requests_per_minute',
  })
})

test('what each end user has may refuse and only tell in one period, and a policy read is one that can be written', async () => {
  const teamId = await makeEmptyTeam()
  const terms = { teamId, scope: 'team', period: 'month', perEndUser: true } as const
  await createBudget(systemActor, { ...terms, amountNanos: 2_000_000_000n })
  await createBudget(systemActor, { ...terms, amountNanos: 1_000_000_000n, mode: 'soft' })
  const idsOf = async () => (await listTeamBudgets(systemActor, teamId)).map(({ id, mode }) => `${id} ${mode}`).toSorted()
  const before = await idsOf()
  const policy = await getTeamPolicy(systemActor, teamId)
  expect(policy.end_users?.budgets).toHaveLength(2)
  expect(policy.end_users?.budgets).toContainEqual({ amount_usd: '1.000000000', period: 'month', mode: 'soft' })
  expect(await changeTeamPolicy(systemActor, teamId, policy)).toEqual(policy)
  expect(await idsOf()).toEqual(before)
})
