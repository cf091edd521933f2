import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { setBudget } from '#lib/ledger/budgets'
import { releaseHolds } from '#lib/ledger/release-holds'
import { settleRequest } from '#lib/ledger/settle-request'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { admissionOf, balanceOf, expectBooksToBalance, makeTeam, requestRow, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('500 concurrent requests on credit for exactly 37 admit 37', async () => {
  const team = await makeTeam(37n * 10n)
  const items = Array.from({ length: 500 }, () => admissionOf(team))
  const verdicts = await Promise.all(items.map(admitRequest))
  const held = items.filter((_, i) => verdicts[i]?.kind === 'held')
  expect(held).toHaveLength(37)
  expect(verdicts.filter((verdict) => verdict.kind === 'no_credit')).toHaveLength(463)
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 370n, heldNanos: 370n })
  await Promise.all(held.map((item) => settleRequest(settlementOf(item, 10n))))
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 0n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('a team short of credit does not hold back the others of its batch', async () => {
  const poor = await makeTeam(5n)
  const rich = await makeTeam(1_000n)
  const items = Array.from({ length: 40 }, (_, i) => admissionOf(i % 2 ? poor : rich))
  const kinds = (await Promise.all(items.map(admitRequest))).map((verdict) => verdict.kind)
  expect(kinds.filter((_, i) => i % 2 === 0)).toEqual(Array(20).fill('held'))
  expect(kinds.filter((_, i) => i % 2 === 1)).toEqual(Array(20).fill('no_credit'))
  await expectBooksToBalance()
})

test('an unknown, disabled or changed key is answered key_changed and holds nothing', async () => {
  const team = await makeTeam(1_000n)
  const other = await makeTeam(1_000n)
  expect(await admitRequest(admissionOf(team, { keyId: randomUUID() }))).toEqual({ kind: 'key_changed' })
  expect(await admitRequest(admissionOf(team, { keyId: other.keyId }))).toEqual({ kind: 'key_changed' })
  await asPortal((tx) => tx.updateTable('core.api_keys').set({ status: 'disabled' }).where('id', '=', team.keyId).execute())
  expect(await admitRequest(admissionOf(team, { policyVersion: 2n }))).toEqual({ kind: 'key_changed' })
  await asPortal((tx) => tx.updateTable('core.api_keys').set({ status: 'active' }).where('id', '=', team.keyId).execute())
  expect(await admitRequest(admissionOf(team))).toEqual({ kind: 'key_changed' })
  expect(await admitRequest(admissionOf(team, { policyVersion: 3n }))).toEqual({ kind: 'held' })
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 10n })
})

test('switching a team off reaches each of its keys', async () => {
  const team = await makeTeam(1_000n)
  await asPortal((tx) => tx.updateTable('core.teams').set({ status: 'disabled' }).where('id', '=', team.teamId).execute())
  expect(await admitRequest(admissionOf(team))).toEqual({ kind: 'key_changed' })
})

test('a stale snapshot is answered with the current version and holds nothing', async () => {
  const team = await makeTeam(1_000n)
  await asPortal((tx) =>
    tx
      .insertInto('core.models')
      .values({ name: `model-${randomUUID()}` })
      .execute(),
  )
  const { rows } = await asPortal((tx) => sql<{ version: bigint }>`select version from core.snapshot_state`.execute(tx))
  const current = rows[0]?.version ?? 0n
  expect(await admitRequest(admissionOf(team, { snapshotVersion: current - 1n }))).toEqual({ kind: 'stale_snapshot', version: current })
  expect(await admitRequest(admissionOf(team, { snapshotVersion: current }))).toEqual({ kind: 'held' })
  await sqlReset()
})

test('admitting the same request again keeps its one hold', async () => {
  const team = await makeTeam(1_000n)
  const item = admissionOf(team)
  expect(await admitRequest(item)).toEqual({ kind: 'held' })
  expect(await admitRequest(item)).toEqual({ kind: 'held' })
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 10n })
})

test('grants the ceiling that fits when the client named none, and never below the least', async () => {
  const team = await makeTeam(1_000n)
  const wish = { fixedNanos: 100n, outputNanosPerMillion: 2_000_000n, holdNanos: 100n + 2n * 4_096n, leastTokens: 256 }
  expect(await admitRequest(admissionOf(team, wish))).toEqual({ kind: 'lowered', ceilingTokens: 450 })
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 1_000n, heldNanos: 1_000n })
  expect(await admitRequest(admissionOf(team, wish))).toMatchObject({ kind: 'no_credit', affordableTokens: 0 })
  const named = await makeTeam(1_000n)
  expect(await admitRequest(admissionOf(named, { ...wish, leastTokens: null }))).toEqual({
    kind: 'no_credit',
    affordableTokens: 450,
    availableNanos: 1_000n,
  })
  expect(await balanceOf(named)).toMatchObject({ heldNanos: 0n })
})

test('admitting a lowered request again tells its ceiling again', async () => {
  const team = await makeTeam(1_000n)
  const item = admissionOf(team, { fixedNanos: 100n, outputNanosPerMillion: 2_000_000n, holdNanos: 100n + 2n * 4_096n, leastTokens: 256 })
  expect(await admitRequest(item)).toEqual({ kind: 'lowered', ceilingTokens: 450 })
  expect(await admitRequest(item)).toEqual({ kind: 'lowered', ceilingTokens: 450 })
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 1_000n })
})

test('a hold rounds up and never exceeds what is available', async () => {
  const team = await makeTeam(1_001n)
  const wish = { fixedNanos: 0n, outputNanosPerMillion: 3_333_333n, holdNanos: 10_000n, leastTokens: 1 }
  expect(await admitRequest(admissionOf(team, wish))).toEqual({ kind: 'lowered', ceilingTokens: 300 })
  const { heldNanos } = await balanceOf(team)
  expect(heldNanos).toBe(1_000n)
})

test('a budget refuses before credit does, counts holds, and gives back what was not used', async () => {
  const team = await makeTeam(1_000n)
  const budgetId = newId()
  await asPortal((tx) =>
    setBudget(tx, {
      id: budgetId,
      teamId: team.teamId,
      scope: 'key',
      scopeId: team.keyId,
      amountNanos: 50n,
      period: 'day',
      timeZone: 'UTC',
    }),
  )
  const items = Array.from({ length: 20 }, () => admissionOf(team))
  const verdicts = await Promise.all(items.map(admitRequest))
  expect(verdicts.filter(({ kind }) => kind === 'held')).toHaveLength(5)
  expect(verdicts.find(({ kind }) => kind === 'over_budget')).toMatchObject({ budgetId, availableNanos: 0n })
  const held = items.filter((_, i) => verdicts[i]?.kind === 'held')
  await Promise.all(held.map((item) => settleRequest(settlementOf(item, 2n))))
  const again = Array.from({ length: 9 }, () => admissionOf(team))
  expect((await Promise.all(again.map(admitRequest))).filter(({ kind }) => kind === 'held')).toHaveLength(4)
  await expectBooksToBalance()
})

test('budgets of member, tag and model count only what they name', async () => {
  const team = await makeTeam(1_000n)
  const member = randomUUID()
  await asPortal((tx) =>
    tx
      .updateTable('core.api_keys')
      .set({ created_by: member, policy: JSON.stringify({ tags: ['night'] }) })
      .where('id', '=', team.keyId)
      .execute(),
  )
  const budget = (scope: 'member' | 'tag' | 'model', scopeId: string, amountNanos: bigint) =>
    asPortal((tx) =>
      setBudget(tx, { id: newId(), teamId: team.teamId, scope, scopeId, amountNanos, period: 'total', timeZone: 'Asia/Shanghai' }),
    )
  await budget('model', 'other-model', 0n)
  await budget('tag', 'day', 0n)
  await budget('member', randomUUID(), 0n)
  expect(await admitRequest(admissionOf(team, { policyVersion: 2n }))).toEqual({ kind: 'held' })
  await budget('tag', 'night', 15n)
  expect(await admitRequest(admissionOf(team, { policyVersion: 2n }))).toEqual({ kind: 'held' })
  expect(await admitRequest(admissionOf(team, { policyVersion: 2n }))).toMatchObject({ kind: 'over_budget' })
  await budget('member', member, 5n)
  expect(await admitRequest(admissionOf(team, { policyVersion: 2n, holdNanos: 1n, fixedNanos: 1n }))).toEqual({ kind: 'held' })
  expect(await admitRequest(admissionOf(team, { policyVersion: 2n, model: 'other-model', holdNanos: 1n, fixedNanos: 1n }))).toMatchObject({
    kind: 'over_budget',
  })
  await expectBooksToBalance()
})

test('a free request passes at zero credit and stops below zero', async () => {
  const team = await makeTeam(10n)
  const item = admissionOf(team)
  await admitRequest(item)
  expect(await admitRequest(admissionOf(team, { holdNanos: 0n, fixedNanos: 0n }))).toEqual({ kind: 'held' })
  await settleRequest(settlementOf(item, 11n))
  expect(await admitRequest(admissionOf(team, { holdNanos: 0n, fixedNanos: 0n }))).toMatchObject({ kind: 'no_credit' })
})

test('releasing gives the hold back, once, and leaves no request row', async () => {
  const team = await makeTeam(10n)
  const item = admissionOf(team)
  await admitRequest(item)
  await releaseHolds([item])
  await releaseHolds([item])
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 10n, heldNanos: 0n })
  expect(await requestRow(item.requestId)).toBeUndefined()
  await expectBooksToBalance()
})

/** Puts the snapshot version back, so that the other tests of this file may go on calling it 1. */
async function sqlReset() {
  await asPortal((tx) => sql`update core.snapshot_state set version = 1`.execute(tx))
}
