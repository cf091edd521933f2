import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { listOrphans } from '#lib/ledger/audit-books'
import { setBudget } from '#lib/ledger/budgets'
import { refundRequest } from '#lib/ledger/refund-request'
import { releaseHolds } from '#lib/ledger/release-holds'
import { settleRequest } from '#lib/ledger/settle-request'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { asPortal } from '#lib/shared/database/as-role'
import { gatewayPool } from '#lib/shared/database/pools'
import { newId } from '#lib/shared/ids'
import { admissionOf, balanceOf, expectBooksToBalance, makeTeam, requestRow, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** What the roll-ups of a team say, over every quarter hour the test may have crossed. */
async function rollupOf(team: TestTeam) {
  const { rows } = await asPortal((tx) =>
    sql<Record<string, string>>`
      select sum(requests) as requests, sum(failures) as failures, sum(input_tokens) as input, sum(cache_read_tokens) as cache_read,
        sum(cache_write_tokens) as cache_write, sum(output_tokens) as output, sum(reasoning_tokens) as reasoning, sum(audio_tokens) as audio,
        sum(image_tokens) as image, sum(charge_nanos) as charge, sum(refunded_nanos) as refunded, sum(cost_nanos) as cost,
        sum(latency_ms_sum) as latency, sum(ttft_ms_sum) as ttft, sum(ttft_count) as ttft_count
      from usage.rollups where team_id = ${team.teamId}
    `.execute(tx),
  )
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]))
}

async function orphanOf(team: TestTeam) {
  const item = admissionOf(team, { ttlMs: -1 })
  expect(await admitRequest(item)).toEqual({ kind: 'held' })
  await sweepHolds()
  expect(await requestRow(item.requestId)).toMatchObject({ status: 'orphaned' })
  return item
}

test('a release in the name of another team frees nothing', async () => {
  const [team, other] = [await makeTeam(100n), await makeTeam(100n)]
  const [item, others] = [admissionOf(team), admissionOf(other)]
  await Promise.all([item, others].map(admitRequest))
  await releaseHolds([{ requestId: item.requestId, teamId: other.teamId }])
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 10n })
  expect(await balanceOf(other)).toMatchObject({ heldNanos: 10n })
  await expectBooksToBalance()
})

test('a late settlement in the name of another team charges neither', async () => {
  const [team, other] = [await makeTeam(100n), await makeTeam(100n)]
  const item = await orphanOf(team)
  expect(await settleRequest(settlementOf({ ...item, ...other }, 5n))).toBe('already_settled')
  expect(await requestRow(item.requestId)).toMatchObject({ status: 'orphaned', charge_nanos: 0n })
  const orphans = await asPortal((tx) => listOrphans(tx))
  expect(orphans.map((orphan) => orphan.request_id)).toContain(item.requestId)
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 100n, heldNanos: 0n })
  expect(await balanceOf(other)).toMatchObject({ creditNanos: 100n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('an orphan is charged by an outcome, never by being called an orphan again', async () => {
  const team = await makeTeam(100n)
  const item = await orphanOf(team)
  const again = { n: 0, id: item.requestId, team: team.teamId, key: team.keyId, model: item.model, wire: item.wire }
  const body = JSON.stringify([{ ...again, status: 'orphaned', charge: '7', cost: '1' }])
  const { rows } = await gatewayPool().query('select ledger.settle($1) as result', [body])
  expect(rows).toEqual([{ result: 'd' }])
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 100n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('roll-ups add up every count of the requests of a quarter hour', async () => {
  const team = await makeTeam(1_000n)
  const usage = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 6, audioIn: 7, audioOut: 8, image: 9 }
  for (const status of ['succeeded', 'failed', 'interrupted', 'aborted'] as const) {
    const item = admissionOf(team)
    await admitRequest(item)
    await settleRequest(settlementOf(item, 10n, { status, usage }))
  }
  expect(await rollupOf(team)).toEqual({
    requests: 4,
    failures: 2,
    input: 4,
    cache_read: 8,
    cache_write: 28,
    output: 20,
    reasoning: 24,
    audio: 60,
    image: 36,
    charge: 40,
    refunded: 0,
    cost: 20,
    latency: 48,
    ttft: 20,
    ttft_count: 4,
  })
  await expectBooksToBalance()
})

test.each([
  ['a channel', newId()],
  ['no channel', null],
])('a refund of a request that %s served reaches its roll-ups, once', async (_, channelId) => {
  const team = await makeTeam(1_000n)
  const items = [admissionOf(team), admissionOf(team)] as const
  for (const item of items) {
    await admitRequest(item)
    await settleRequest(settlementOf(item, 10n, { channelId }))
  }
  const refund = () => asPortal((tx) => refundRequest(tx, items[0].requestId, 'test', 'test'))
  expect(await refund()).toMatchObject({ outcome: 'created', amount_nanos: 10n })
  expect(await refund()).toMatchObject({ outcome: 'repeated' })
  expect(await rollupOf(team)).toMatchObject({ requests: 2, charge: 20, refunded: 10 })
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 990n })
  await expectBooksToBalance()
})

test('a budget of a member binds the keys that member made, and no others', async () => {
  const [team, member, budgetId] = [await makeTeam(1_000n), randomUUID(), newId()]
  const keyOf = async (createdBy: string) => {
    const key = { id: newId(), team_id: team.teamId, name: 'k', display: 'tg-…', created_by: createdBy }
    await asPortal((tx) => tx.insertInto('core.api_keys').values(key).execute())
    return { ...team, keyId: key.id }
  }
  const [own, colleagues] = [await keyOf(member), await keyOf(randomUUID())]
  const budget = { id: budgetId, teamId: team.teamId, scope: 'member', scopeId: member, amountNanos: 15n, period: 'total' } as const
  await asPortal((tx) => setBudget(tx, { ...budget, timeZone: 'UTC' }))
  expect(await admitRequest(admissionOf(own))).toEqual({ kind: 'held' })
  expect(await admitRequest(admissionOf(own))).toMatchObject({ kind: 'over_budget', budgetId, availableNanos: 5n })
  expect(await admitRequest(admissionOf(colleagues))).toEqual({ kind: 'held' })
  await expectBooksToBalance()
})
