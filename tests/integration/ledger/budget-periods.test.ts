import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { raiseBudget, setBudget } from '#lib/ledger/budgets'
import { settleRequest } from '#lib/ledger/settle-request'
import { asPortal } from '#lib/shared/database/as-role'
import { budgetState, holdLedgerClock, type LedgerClock, makeBudget } from '#tests/support/budgets'
import { admissionOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let clock: LedgerClock
beforeAll(async () => {
  database = await createTestDatabase()
  clock = await holdLedgerClock(database)
})
afterEach(() => clock.release())
afterAll(async () => {
  await clock.close()
  await database.drop()
})

/** Asks for 10 and, where held, spends it. */
async function spend(team: TestTeam, policyVersion = 1n): Promise<string> {
  const item = admissionOf(team, { policyVersion })
  const { kind } = await admitRequest(item)
  if (kind === 'held') await settleRequest(settlementOf(item, 10n))
  return kind
}

test.each([
  ['day', 'UTC', '2026-11-23T12:00Z', '2026-11-23T00:00Z', '2026-11-24T00:00Z'],
  ['day', 'Asia/Shanghai', '2026-11-23T17:00Z', '2026-11-23T16:00Z', '2026-11-24T16:00Z'],
  ['day, 23 hours long', 'America/New_York', '2026-03-08T12:00Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
  ['day, 25 hours long', 'America/New_York', '2026-11-01T12:00Z', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
  ['day, its midnight skipped', 'America/Santiago', '2026-09-06T12:00Z', '2026-09-06T04:00Z', '2026-09-07T03:00Z'],
  ['day, its last hour twice', 'America/Santiago', '2026-04-05T03:30Z', '2026-04-04T03:00Z', '2026-04-05T04:00Z'],
  ['day, half an hour off', 'Asia/Kolkata', '2026-11-23T18:29Z', '2026-11-22T18:30Z', '2026-11-23T18:30Z'],
  ['day, half an hour of summer', 'Australia/Lord_Howe', '2026-10-03T20:00Z', '2026-10-03T13:30Z', '2026-10-04T13:00Z'],
  ['day that was left out', 'Pacific/Apia', '2011-12-30T09:00Z', '2011-12-29T10:00Z', '2011-12-30T10:00Z'],
  ['week', 'UTC', '2026-11-22T23:59Z', '2026-11-16T00:00Z', '2026-11-23T00:00Z'],
  ['week over a change of clocks', 'Europe/Berlin', '2026-03-29T12:00Z', '2026-03-22T23:00Z', '2026-03-29T22:00Z'],
  ['month', 'UTC', '2026-02-10T00:00Z', '2026-02-01T00:00Z', '2026-03-01T00:00Z'],
  ['month with a leap day', 'UTC', '2028-02-29T12:00Z', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
  ['month without one', 'UTC', '2100-02-28T12:00Z', '2100-02-01T00:00Z', '2100-03-01T00:00Z'],
  ['month over a change of clocks', 'America/New_York', '2026-11-20T12:00Z', '2026-11-01T04:00Z', '2026-12-01T05:00Z'],
  ['quarter', 'UTC', '2026-11-23T12:00Z', '2026-10-01T00:00Z', '2027-01-01T00:00Z'],
  ['quarter over a change of clocks', 'Europe/Berlin', '2026-02-01T12:00Z', '2025-12-31T23:00Z', '2026-03-31T22:00Z'],
])('%s in %s: the period around %s', async (period, zone, at, start, end) => {
  const name = period.split(/[ ,]/)[0] ?? ''
  expect(await clock.periodAt(name, zone, at)).toEqual({ start: new Date(start).toISOString(), end: new Date(end).toISOString() })
})

test.each([
  ['day', 'America/New_York', ['2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z'], '2026-03-09T04:00:00Z'],
  ['day', 'America/New_York', ['2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z'], '2026-11-02T05:00:00Z'],
  ['day', 'America/Havana', ['2026-11-01T04:10:00Z', '2026-11-01T05:10:00Z', '2026-11-02T04:59:59Z'], '2026-11-02T05:00:00Z'],
  ['month', 'Asia/Shanghai', ['2028-01-31T16:00:00Z', '2028-02-29T15:59:59Z'], '2028-02-29T16:00:00Z'],
  ['quarter', 'Europe/Berlin', ['2026-06-30T22:00:00Z', '2026-09-30T21:59:59Z'], '2026-09-30T22:00:00Z'],
] as const)('a budget by the %s in %s is one amount from %s on, and another from %s', async (period, timeZone, within, next) => {
  const team = await makeTeam(10_000n)
  await makeBudget(team, 10n * BigInt(within.length), { period, timeZone })
  for (const at of within) {
    await clock.set(at)
    expect(await spend(team)).toBe('held')
  }
  expect(await spend(team)).toBe('over_budget')
  await clock.set(next)
  expect(await spend(team)).toBe('held')
  await expectBooksToBalance()
})

test('a request counts in the period in which it was admitted, however late it is settled', async () => {
  const team = await makeTeam(10_000n)
  const budget = await makeBudget(team, 10n)
  await clock.set('2026-11-23T23:59:59Z')
  const item = admissionOf(team)
  expect((await admitRequest(item)).kind).toBe('held')
  await clock.set('2026-11-24T00:00:00Z')
  expect(await spend(team)).toBe('held')
  await settleRequest(settlementOf(item, 9n))
  expect(await budgetState(team, budget.id)).toMatchObject({ spent_nanos: 10n, held_nanos: 0n, starts_at: new Date('2026-11-24') })
  await expectBooksToBalance()
})

test('a changed time zone counts from the next period, whichever side of it the new day begins', async () => {
  for (const [zone, at, still, next] of [
    // The new zone's midnight is yet to come: it ends the running day.
    ['Asia/Shanghai', '2026-11-23T02:00Z', '2026-11-23T15:59:59Z', '2026-11-23T16:00:00Z'],
    // It has passed: the running day keeps its own end, and the first new one is the shorter for it.
    ['Asia/Shanghai', '2026-11-23T20:00Z', '2026-11-23T23:59:59Z', '2026-11-24T00:00:00Z'],
    ['America/New_York', '2026-11-23T02:00Z', '2026-11-24T04:59:59Z', '2026-11-24T05:00:00Z'],
  ] as const) {
    const team = await makeTeam(10_000n)
    const budget = await makeBudget(team, 20n)
    await clock.set('2026-11-23T00:30:00Z')
    expect(await spend(team)).toBe('held')
    await clock.set(at)
    await asPortal((tx) => tx.updateTable('core.teams').set({ time_zone: zone }).where('id', '=', team.teamId).execute())
    expect(await budgetState(team, budget.id)).toMatchObject({
      time_zone: zone,
      spent_nanos: 10n,
      starts_at: new Date('2026-11-23T00:00Z'),
      ends_at: new Date(next),
    })
    expect(await spend(team, 2n)).toBe('held')
    await clock.set(still)
    expect(await spend(team, 2n)).toBe('over_budget')
    await clock.set(next)
    expect(await spend(team, 2n)).toBe('held')
    expect(await budgetState(team, budget.id)).toMatchObject({ spent_nanos: 10n, starts_at: new Date(next) })
    await clock.set('2026-11-26T12:00:00Z')
    const { start, end } = await clock.periodAt('day', zone, '2026-11-26T12:00:00Z')
    expect(await budgetState(team, budget.id)).toMatchObject({ spent_nanos: 0n, starts_at: new Date(start), ends_at: new Date(end) })
  }
  await expectBooksToBalance()
})

test('changing the time zone to and fro gives no second amount within a period', async () => {
  const team = await makeTeam(10_000n)
  const budget = await makeBudget(team, 20n, { period: 'month' })
  await clock.set('2026-11-10T12:00:00Z')
  expect([await spend(team), await spend(team)]).toEqual(['held', 'held'])
  for (const timeZone of ['Asia/Shanghai', 'America/New_York', 'UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
    await asPortal((tx) => setBudget(tx, { ...budget, timeZone }))
    expect(await spend(team)).toBe('over_budget')
  }
  await clock.set('2026-12-02T12:00:00Z')
  expect(await spend(team)).toBe('held')
  await expectBooksToBalance()
})

test('a time zone that does not exist is refused before it can stop admissions', async () => {
  const team = await makeTeam(10_000n)
  const budget = await makeBudget(team, 20n)
  await expect(asPortal((tx) => setBudget(tx, { ...budget, timeZone: 'Mars/Base' }))).rejects.toThrow(/time zone/)
  expect(await spend(team)).toBe('held')
})

test('a changed period counts at once, with what finer periods have spent and hold since its start', async () => {
  const team = await makeTeam(10_000n)
  const budget = await makeBudget(team, 10n)
  for (const day of ['2026-10-31', '2026-11-01', '2026-11-02']) {
    await clock.set(`${day}T12:00:00Z`)
    expect(await spend(team)).toBe('held')
  }
  await clock.set('2026-11-03T12:00:00Z')
  const open = admissionOf(team)
  expect((await admitRequest(open)).kind).toBe('held')
  await asPortal((tx) => setBudget(tx, { ...budget, amountNanos: 50n, period: 'month' }))
  expect(await budgetState(team, budget.id)).toMatchObject({ spent_nanos: 20n, held_nanos: 10n, starts_at: new Date('2026-11-01') })
  await expectBooksToBalance()
  await settleRequest(settlementOf(open, 10n))
  expect([await spend(team), await spend(team), await spend(team)]).toEqual(['held', 'held', 'over_budget'])
  await asPortal((tx) => setBudget(tx, { ...budget, amountNanos: 10n, period: 'day' }))
  expect([await spend(team), await spend(team)]).toEqual(['held', 'over_budget'])
  await asPortal((tx) => setBudget(tx, { ...budget, amountNanos: 60n, period: 'month' }))
  expect(await budgetState(team, budget.id)).toMatchObject({ spent_nanos: 60n, held_nanos: 0n })
  await asPortal((tx) => setBudget(tx, { ...budget, amountNanos: 80n, period: 'total' }))
  expect(await budgetState(team, budget.id)).toMatchObject({ spent_nanos: 70n, starts_at: null, ends_at: null })
  expect([await spend(team), await spend(team)]).toEqual(['held', 'over_budget'])
  await expectBooksToBalance()
})

test('a temporary increase counts until its moment and no longer, open holds or not', async () => {
  const team = await makeTeam(10_000n)
  const budget = await makeBudget(team, 10n, { period: 'month' })
  await clock.set('2026-11-10T12:00:00Z')
  expect([await spend(team), await spend(team)]).toEqual(['held', 'over_budget'])
  await asPortal((tx) => raiseBudget(tx, budget.id, 20n, new Date('2026-11-10T18:00:00Z')))
  expect(await budgetState(team, budget.id)).toMatchObject({ amount_nanos: 10n, limit_nanos: 30n, extra_nanos: 20n })
  const open = [admissionOf(team), admissionOf(team)] as const
  expect(await Promise.all(open.map(async (item) => (await admitRequest(item)).kind))).toEqual(['held', 'held'])
  expect(await spend(team)).toBe('over_budget')
  await clock.set('2026-11-10T18:00:00Z')
  expect(await budgetState(team, budget.id)).toMatchObject({ limit_nanos: 10n, extra_nanos: 0n, extra_until: null })
  await settleRequest(settlementOf(open[0], 10n))
  await settleRequest(settlementOf(open[1], 0n))
  expect(await admitRequest(admissionOf(team, { holdNanos: 0n, fixedNanos: 0n }))).toMatchObject({
    kind: 'over_budget',
    availableNanos: 0n,
  })
  await clock.set('2026-12-01T00:00:00Z')
  expect([await spend(team), await spend(team)]).toEqual(['held', 'over_budget'])
  await asPortal((tx) => raiseBudget(tx, budget.id, 10n, new Date('2026-12-02T00:00:00Z')))
  await asPortal((tx) => raiseBudget(tx, budget.id, 0n, new Date('2026-12-02T00:00:00Z')))
  expect(await spend(team)).toBe('over_budget')
  await expectBooksToBalance()
})

test('the books notice a period that spent other than its requests were charged', async () => {
  const team = await makeTeam(10_000n)
  const budget = await makeBudget(team, 100n)
  expect(await spend(team)).toBe('held')
  await expectBooksToBalance()
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  const shift = (by: number) =>
    client.query('update ledger.budget_periods set spent_nanos = spent_nanos + $1 where budget_id = $2', [by, budget.id])
  await shift(1)
  const { rows } = await client.query('select problem, subject, expected, actual from ledger.verify_books()')
  expect(rows).toEqual([{ problem: 'period spent differs from its requests', subject: budget.id, expected: '10', actual: '11' }])
  await shift(-1)
  await client.end()
  await expectBooksToBalance()
})
