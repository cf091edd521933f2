import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { type Actor, systemActor } from '#lib/portal/acting/actor'
import { changeBudget } from '#lib/portal/budgets/change-budget'
import { createBudget, type CreateBudgetInput } from '#lib/portal/budgets/create-budget'
import { endBudget } from '#lib/portal/budgets/end-budget'
import { getBudget } from '#lib/portal/budgets/get-budget'
import { listTeamBudgets } from '#lib/portal/budgets/list-team-budgets'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { asPortal } from '#lib/shared/database/as-role'
import {
  auditOf,
  codeOf,
  makeEmptyTeam,
  makeMember,
  makePerson,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { admissionOf, expectBooksToBalance, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const create = (teamId: string, rest: Partial<CreateBudgetInput> = {}, actor: Actor = systemActor) =>
  createBudget(actor, { teamId, scope: 'team', amountNanos: 100n, period: 'day', ...rest })

test('a budget of a tag is reached, raised for a time, and reached again', async () => {
  const teamId = await makeEmptyTeam()
  await grantCredit(systemActor, { teamId, amountNanos: 1_000n, reference: 'in', reason: 'x' })
  const { key } = await createKey(systemActor, { teamId, name: 'k', policy: { tags: ['night'] } })
  const budget = await create(teamId, { scope: 'tag', scopeId: 'night', amountNanos: 10n, period: 'total' })
  const { policy_version: policyVersion } = await asPortal((tx) =>
    tx.selectFrom('core.api_keys').select('policy_version').where('id', '=', key.id).executeTakeFirstOrThrow(),
  )
  const ask = () => admissionOf({ teamId, keyId: key.id }, { policyVersion, tags: ['night'], memberId: null, endUser: null })
  const first = ask()
  expect(await admitRequest(first)).toEqual({ kind: 'held' })
  await settleRequest(settlementOf(first, 10n))
  expect(await admitRequest(ask())).toMatchObject({ kind: 'over_budget' })
  const until = new Date(Date.now() + 3_600_000)
  const raised = await changeBudget(systemActor, { budgetId: budget.id, increase: { amountNanos: 10n, until } })
  expect(raised).toMatchObject({ amountNanos: 10n, limitNanos: 20n, extraNanos: 10n, extraUntil: until, spentNanos: 10n })
  const second = ask()
  expect(await admitRequest(second)).toEqual({ kind: 'held' })
  await settleRequest(settlementOf(second, 10n))
  expect(await admitRequest(ask())).toMatchObject({ kind: 'over_budget' })
  await endBudget(systemActor, budget.id)
  const third = ask()
  expect(await admitRequest(third)).toEqual({ kind: 'held' })
  await settleRequest(settlementOf(third, 1n))
  expect((await auditOf(budget.id)).map((row) => row.action)).toEqual(['budget.create', 'budget.raise', 'budget.end'])
  await expectBooksToBalance()
})

test('one scope has one budget of a period and mode, however many are made at once', async () => {
  const teamId = await makeEmptyTeam()
  const made = await Promise.all(Array.from({ length: 5 }, () => codeOf(create(teamId))))
  expect(made.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'conflict', 'done'])
  expect(await codeOf(create(teamId, { mode: 'soft' }))).toBe('done')
  expect([await codeOf(create(teamId, { perEndUser: true })), await codeOf(create(teamId, { perEndUser: true }))]).toEqual([
    'done',
    'conflict',
  ])
  const { id } = await create(teamId, { period: 'week' })
  expect(await codeOf(changeBudget(systemActor, { budgetId: id, period: 'day' }))).toBe('conflict')
  expect(await codeOf(changeBudget(systemActor, { budgetId: id, period: 'month', amountNanos: 7n }))).toBe('done')
  expect((await listTeamBudgets(systemActor, teamId)).map(({ period, mode }) => `${period} ${mode}`).toSorted()).toEqual([
    'day hard',
    'day hard',
    'day soft',
    'month hard',
  ])
})

test('what is not changed stays, and null takes fallback and increase away', async () => {
  const teamId = await makeEmptyTeam()
  const { id } = await create(teamId, { thresholds: [90], onExhaustedModel: 'cheap' })
  const until = new Date(Date.now() + 60_000)
  await changeBudget(systemActor, { budgetId: id, increase: { amountNanos: 5n, until } })
  expect(await changeBudget(systemActor, { budgetId: id, amountNanos: 200n })).toMatchObject({
    amountNanos: 200n,
    limitNanos: 205n,
    thresholds: [90],
    onExhaustedModel: 'cheap',
  })
  expect(await changeBudget(systemActor, { budgetId: id, increase: null, onExhaustedModel: null })).toMatchObject({
    limitNanos: 200n,
    extraUntil: null,
    onExhaustedModel: null,
  })
})

test('a scope that the team does not have, and terms that make no sense, are refused', async () => {
  const teamId = await makeEmptyTeam()
  const { key: foreign } = await createKey(systemActor, { teamId: await makeEmptyTeam(), name: 'k' })
  const { key: deleted } = await createKey(systemActor, { teamId, name: 'deleted' })
  await deleteKey(systemActor, deleted.id)
  const wrong: Partial<CreateBudgetInput>[] = [
    { scope: 'key', scopeId: foreign.id },
    { scope: 'key', scopeId: deleted.id },
    { scope: 'member', scopeId: (await makePerson()).userId },
    { scope: 'model', scopeId: 'no-such-model' },
    { scope: 'tag', scopeId: 'white space' },
    { scope: 'tag' },
    { scope: 'end_user', scopeId: '' },
    { scope: 'tag', scopeId: 'x', perEndUser: true },
    { amountNanos: -1n },
    { thresholds: [0] },
  ]
  for (const input of wrong) expect(await codeOf(create(teamId, input)), JSON.stringify(input, String)).toBe('invalid_request')
  const { id } = await create(teamId)
  const past = { amountNanos: 5n, until: new Date(Date.now() - 1) }
  expect(await codeOf(changeBudget(systemActor, { budgetId: id, increase: past }))).toBe('invalid_request')
  const nothing = { amountNanos: 0n, until: new Date(Date.now() + 60_000) }
  expect(await codeOf(changeBudget(systemActor, { budgetId: id, increase: nothing }))).toBe('invalid_request')
})

test('administrators make and end budgets, the others read them, outsiders find none', async () => {
  const teamId = await makeEmptyTeam()
  const admin = await makeMember(teamId, 'admin')
  const { id } = await create(teamId, {}, admin)
  for (const role of ['developer', 'billing', 'viewer'] as const) {
    const reader = await makeMember(teamId, role)
    expect((await listTeamBudgets(reader, teamId)).map((budget) => budget.id)).toEqual([id])
    for (const act of [
      () => create(teamId, { period: 'week' }, reader),
      () => changeBudget(reader, { budgetId: id, amountNanos: 1n }),
      () => endBudget(reader, id),
    ])
      expect(await codeOf(act())).toBe('forbidden')
  }
  for (const outsider of [await makePerson(), managementKey(await makeEmptyTeam())]) {
    for (const act of [
      () => listTeamBudgets(outsider, teamId),
      () => getBudget(outsider, id),
      () => create(teamId, { period: 'week' }, outsider),
      () => changeBudget(outsider, { budgetId: id, amountNanos: 1n }),
      () => endBudget(outsider, id),
    ])
      expect(await codeOf(act())).toBe('not_found')
  }
  expect(await getBudget(admin, id)).toMatchObject({ amountNanos: 100n })
  await endBudget(admin, id)
  expect(await codeOf(getBudget(admin, id))).toBe('not_found')
})

test('a list names keys and members by what people call them', async () => {
  const teamId = await makeEmptyTeam()
  const dev = await makeMember(teamId, 'developer')
  const { key } = await createKey(dev, { teamId, name: 'website' })
  await create(teamId, { scope: 'key', scopeId: key.id })
  await create(teamId, { scope: 'member', scopeId: dev.userId })
  expect((await listTeamBudgets(dev, teamId)).map(({ scope, scopeName }) => [scope, scopeName])).toEqual([
    ['member', expect.stringContaining('@example.com')],
    ['key', 'website'],
  ])
})
