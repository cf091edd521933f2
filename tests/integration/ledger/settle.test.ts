import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type AdmitItem, admitRequest } from '#lib/ledger/admit-request'
import { listOrphans } from '#lib/ledger/audit-books'
import { setBudget } from '#lib/ledger/budgets'
import { extendHolds } from '#lib/ledger/extend-holds'
import { type SettleOutcome, settleRequest } from '#lib/ledger/settle-request'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { budgetState, makeBudget } from '#tests/support/budgets'
import { admissionOf, balanceOf, expectBooksToBalance, makeTeam, requestRow, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a settlement replayed ten times at once charges once', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team)
  await admitRequest(item)
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => settleRequest(settlementOf(item, 7n))))
  expect(outcomes.filter((outcome) => outcome === 'charged')).toHaveLength(1)
  expect(await settleRequest(settlementOf(item, 7n))).toBe('already_settled')
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 93n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('a settlement replayed through ten connections at once charges once', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team)
  await admitRequest(item)
  const body = JSON.stringify([
    {
      n: 0,
      id: item.requestId,
      team: item.teamId,
      key: item.keyId,
      model: 'm',
      wire: 'openai-chat',
      status: 'succeeded',
      charge: '7',
      cost: '1',
    },
  ])
  const pool = new pg.Pool({ connectionString: database.gatewayUrl, max: 10 })
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => pool.query<{ result: string }>('select ledger.settle($1) as result', [body])),
  )
  await pool.end()
  expect(
    answers
      .map(({ rows }) => rows[0]?.result)
      .sort()
      .join(''),
  ).toBe('dddddddddy')
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 93n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('what exceeds the hold is taken all the same, posted as overrun, below zero if need be', async () => {
  const team = await makeTeam(12n)
  const item = admissionOf(team)
  await admitRequest(item)
  await settleRequest(settlementOf(item, 30n))
  expect(await balanceOf(team)).toMatchObject({ creditNanos: -18n, heldNanos: 0n })
  expect(await requestRow(item.requestId)).toMatchObject({ charge_nanos: 30n, overrun_nanos: 20n })
  expect(await admitRequest(admissionOf(team))).toMatchObject({ kind: 'no_credit' })
  await expectBooksToBalance()
})

test('a request without charge leaves a row and no entry', async () => {
  const team = await makeTeam(12n)
  const item = admissionOf(team)
  await admitRequest(item)
  await settleRequest(settlementOf(item, 0n, { status: 'failed', httpStatus: 502, errorCode: 'upstream_error' }))
  expect(await requestRow(item.requestId)).toMatchObject({ status: 'failed', charge_nanos: 0n, entry_id: null })
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 12n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('the sweeper frees an overdue hold at zero and a late settlement still charges, once', async () => {
  const team = await makeTeam(100n)
  await asPortal((tx) =>
    setBudget(tx, {
      id: newId(),
      teamId: team.teamId,
      scope: 'team',
      scopeId: team.teamId,
      amountNanos: 50n,
      period: 'month',
      timeZone: 'UTC',
    }),
  )
  const item = admissionOf(team, { ttlMs: -1 })
  expect(await admitRequest(item)).toEqual({ kind: 'held' })
  expect(await sweepHolds()).toBeGreaterThanOrEqual(1)
  expect(await sweepHolds()).toBe(0)
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 100n, heldNanos: 0n })
  expect(await requestRow(item.requestId)).toMatchObject({ status: 'orphaned', charge_nanos: 0n })
  expect((await asPortal((tx) => listOrphans(tx))).map((orphan) => orphan.request_id)).toContain(item.requestId)
  expect(await settleRequest(settlementOf(item, 8n))).toBe('charged')
  expect(await settleRequest(settlementOf(item, 8n))).toBe('already_settled')
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 92n, heldNanos: 0n })
  expect(await requestRow(item.requestId)).toMatchObject({ status: 'succeeded', charge_nanos: 8n })
  expect((await asPortal((tx) => listOrphans(tx))).map((orphan) => orphan.request_id)).not.toContain(item.requestId)
  const left = Array.from({ length: 5 }, () => admissionOf(team))
  expect((await Promise.all(left.map(admitRequest))).filter(({ kind }) => kind === 'held')).toHaveLength(4)
  await expectBooksToBalance()
})

test('a hold that is extended in time is not swept', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team, { ttlMs: -1 })
  await admitRequest(item)
  expect(await extendHolds([item.requestId], 60_000)).toBe(1)
  await sweepHolds()
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 10n })
  expect(await requestRow(item.requestId)).toBeUndefined()
})

/** Keeps the team's balance, does this beside a settlement that has written its row and waits for the balance, and lets go of it. */
async function meanwhile(item: AdmitItem, act: (holder: pg.Client) => Promise<unknown>): Promise<SettleOutcome> {
  const [holder, watcher] = [database.adminUrl, database.adminUrl].map((connectionString) => new pg.Client({ connectionString })) as [
    pg.Client,
    pg.Client,
  ]
  await Promise.all([holder.connect(), watcher.connect()])
  await holder.query('begin')
  await holder.query('select from ledger.team_balances where team_id = $1 for no key update', [item.teamId])
  const outcome = settleRequest(settlementOf(item, 7n))
  const waiting = `select from pg_stat_activity where datname = current_database() and usename = 'tollgate_gateway' and wait_event_type = 'Lock'`
  await vi.waitUntil(async () => (await watcher.query(waiting)).rowCount === 1, 10_000)
  await act(holder)
  await holder.query('commit')
  await Promise.all([holder.end(), watcher.end()])
  return outcome
}

test('a budget that counts by another period while a request is settled counts it there', async () => {
  const team = await makeTeam(100n)
  const budget = await makeBudget(team, 50n, { period: 'day' })
  const item = admissionOf(team)
  await admitRequest(item)
  const outcome = await meanwhile(item, (holder) =>
    holder.query(`select ledger.set_budget($1, $2, 'team', $3, 50, 'total', 'UTC')`, [budget.id, team.teamId, team.teamId]),
  )
  expect(outcome).toBe('charged')
  expect(await budgetState(team, budget.id)).toMatchObject({ period: 'total', spent_nanos: 7n, held_nanos: 0n })
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 93n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('a hold that is given back while its request is settled is given back once', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team)
  await admitRequest(item)
  const released = JSON.stringify([{ id: item.requestId, team: item.teamId }])
  expect(await meanwhile(item, (holder) => holder.query('select ledger.release($1)', [released]))).toBe('charged')
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 93n, heldNanos: 0n })
  expect(await requestRow(item.requestId)).toMatchObject({ charge_nanos: 7n, overrun_nanos: 7n })
  await expectBooksToBalance()
})

test('while a settlement waits for the balance of one team, its request is already written and none of it is to be seen', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team)
  await admitRequest(item)
  const outcome = await meanwhile(item, async () => {
    expect(await requestRow(item.requestId)).toBeUndefined()
    expect(await balanceOf(team)).toMatchObject({ creditNanos: 100n, heldNanos: 10n })
  })
  expect(outcome).toBe('charged')
  await expectBooksToBalance()
})

test('a sweep gives way to a settlement that has written its row, and sweeps afterwards', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team, { ttlMs: -1 })
  await admitRequest(item)
  const [settling, watcher] = [database.adminUrl, database.adminUrl].map((connectionString) => new pg.Client({ connectionString })) as [
    pg.Client,
    pg.Client,
  ]
  await Promise.all([settling.connect(), watcher.connect()])
  await settling.query('begin')
  await settling.query(
    `insert into usage.requests (id, started_at, team_id, key_id, model, wire, status) values ($1, core.time_of_id($1), $2, $3, 'm', 'w', 'failed')`,
    [item.requestId, item.teamId, item.keyId],
  )
  const swept = sweepHolds()
  const waiting = `select from pg_stat_activity where datname = current_database() and usename = 'tollgate_app' and wait_event_type = 'Lock'`
  await vi.waitUntil(async () => (await watcher.query(waiting)).rowCount === 1, 10_000)
  await settling.query('select from ledger.team_balances where team_id = $1 for no key update', [item.teamId])
  await settling.query('rollback')
  expect(await swept).toBe(1)
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 100n, heldNanos: 0n })
  await Promise.all([settling.end(), watcher.end()])
  await expectBooksToBalance()
})

test('a settlement for another team frees nothing of the holder', async () => {
  const team = await makeTeam(100n)
  const other = await makeTeam(100n)
  const item = admissionOf(team)
  await admitRequest(item)
  await settleRequest(settlementOf({ ...item, ...other }, 5n))
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 100n, heldNanos: 10n })
  await expectBooksToBalance()
})

test('a request keeps how long each step took, and those that were not told stay unknown', async () => {
  const team = await makeTeam(100n)
  const [told, untold] = [admissionOf(team), admissionOf(team)]
  await admitRequest(told)
  await admitRequest(untold)
  await settleRequest(settlementOf(told, 1n))
  await settleRequest(settlementOf(untold, 1n, { stages: null }))
  const stagesOf = async (id: string) =>
    asPortal((tx) =>
      tx
        .selectFrom('usage.requests')
        .select(['key_us', 'receive_us', 'policy_us', 'limits_us', 'admission_us'])
        .where('id', '=', id)
        .executeTakeFirst(),
    )
  expect(await stagesOf(told.requestId)).toEqual({ key_us: 40, receive_us: 60, policy_us: 100, limits_us: null, admission_us: 900 })
  expect(await stagesOf(untold.requestId)).toEqual({ key_us: null, receive_us: null, policy_us: null, limits_us: null, admission_us: null })
  await expectBooksToBalance()
})
