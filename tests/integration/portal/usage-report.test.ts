import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { refundRequest } from '#lib/portal/credits/refund-request'
import { createKey } from '#lib/portal/keys/create-key'
import { getTeamOverview } from '#lib/portal/overview/get-team-overview'
import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { readKeyActivity } from '#lib/portal/usage/read-key-activity'
import { tailOf } from '#lib/portal/usage/tail'
import { asMember, asPortal } from '#lib/shared/database/as-role'
import {
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { foldEverything } from '#tests/support/fold-everything'
import { admissionOf, expectBooksToBalance, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** A request id made at this moment, so that its row belongs there. */
let serial = 0
function idAt(iso: string): string {
  const ms = Date.parse(iso).toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${(++serial).toString(16).padStart(12, '0')}`
}

async function teamIn(timeZone: string) {
  const teamId = await makeEmptyTeam()
  await owner.query('update core.teams set time_zone = $2 where id = $1', [teamId, timeZone])
  const { key } = await createKey(systemActor, { teamId, name: 'Caller' })
  const use = async (at: string, chargeNanos = 10n, overrides: Parameters<typeof settlementOf>[2] = {}) => {
    const admission = admissionOf({ teamId, keyId: key.id }, { requestId: idAt(at) })
    await settleRequest(settlementOf(admission, chargeNanos, overrides))
    return admission.requestId
  }
  return { teamId, keyId: key.id, use, member: await makeMember(teamId, 'viewer') }
}

const span = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) })

/** Before the fold and after it: what is read may not differ. */
async function alsoFolded<T>(read: () => Promise<T>): Promise<T> {
  const before = await read()
  await foldEverything()
  expect(await read()).toEqual(before)
  return before
}

test('days are cut by the team’s clock, with 23 and 25 hours where it is changed, and days without use are there as zero', async () => {
  const { teamId, use, member } = await teamIn('Europe/Berlin')
  // Clocks go back on 25 October 2026 at 03:00: the day has 25 hours, from 22:00Z to 23:00Z.
  for (const at of ['2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z', '2026-10-27T10:00:00Z'])
    await use(at)
  const report = await alsoFolded(() =>
    getUsageReport(member, {
      teamId,
      groupBy: 'day',
      ...span('2026-10-23T22:00:00Z', '2026-10-29T23:00:00Z'),
      previous: span('2026-10-17T22:00:00Z', '2026-10-23T22:00:00Z'),
      now: new Date('2026-10-28T12:00:00Z'),
    }),
  )
  expect(report.rows.map((row) => [row.group, row.totals.requests])).toEqual([
    ['2026-10-24', 1],
    ['2026-10-25', 2],
    ['2026-10-26', 1],
    ['2026-10-27', 1],
    ['2026-10-28', 0],
  ])
  expect(report).toMatchObject({
    timeZone: 'Europe/Berlin',
    totals: { requests: 5, spentNanos: 50n, costNanos: null },
    previous: { requests: 0 },
  })
})

test('a zone half an hour off is cut to the quarter, folded or not', async () => {
  const { teamId, use, member } = await teamIn('Asia/Kolkata')
  // Midnight in Kolkata is 18:30Z.
  for (const at of ['2026-11-02T18:29:00Z', '2026-11-02T18:31:00Z', '2026-11-03T18:10:00Z', '2026-11-03T18:40:00Z']) await use(at)
  const report = await alsoFolded(() =>
    getUsageReport(member, {
      teamId,
      groupBy: 'day',
      ...span('2026-11-01T18:30:00Z', '2026-11-04T18:30:00Z'),
      previous: span('2026-10-29T18:30:00Z', '2026-11-01T18:30:00Z'),
      now: new Date('2026-11-06T00:00:00Z'),
    }),
  )
  expect(report.rows.map((row) => [row.group, row.totals.requests])).toEqual([
    ['2026-11-02', 1],
    ['2026-11-03', 2],
    ['2026-11-04', 1],
  ])
})

test('hours are UTC instants up to the running one and not beyond', async () => {
  const { teamId, use, member } = await teamIn('Asia/Kolkata')
  await use('2026-11-03T10:20:00Z')
  await use('2026-11-03T10:40:00Z')
  const report = await alsoFolded(() =>
    getUsageReport(member, {
      teamId,
      groupBy: 'hour',
      ...span('2026-11-03T09:30:00Z', '2026-11-03T18:30:00Z'),
      previous: span('2026-11-02T09:30:00Z', '2026-11-02T10:30:00Z'),
      now: new Date('2026-11-03T11:45:00Z'),
    }),
  )
  expect(report.rows.map((row) => [row.group, row.totals.requests, row.previous?.requests ?? null])).toEqual([
    ['2026-11-03T09:30:00Z', 1, 0],
    ['2026-11-03T10:30:00Z', 1, null],
    ['2026-11-03T11:30:00Z', 0, null],
  ])
})

test('models and keys stand beside what they were in the period before; filters by several of them narrow everything but the choices', async () => {
  const { teamId, keyId, use, member } = await teamIn('UTC')
  const { key: second } = await createKey(systemActor, { teamId, name: 'Second' })
  await use('2026-11-01T10:00:00Z', 5n, { model: 'gone' })
  await use('2026-11-02T10:00:00Z', 7n, { model: 'a' })
  await use('2026-11-03T10:00:00Z', 20n, { model: 'a' })
  await use('2026-11-03T11:00:00Z', 30n, { model: 'b', keyId: second.id })
  await use('2026-11-03T11:00:01Z', 1n, { model: 'c', status: 'failed' })
  const input = {
    teamId,
    ...span('2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z'),
    previous: span('2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z'),
    now: new Date('2026-11-05T00:00:00Z'),
    bucket: 'day' as const,
  }
  const byModel = await alsoFolded(() => getUsageReport(member, { ...input, groupBy: 'model' }))
  expect(byModel.rows.map((row) => [row.group, row.totals.spentNanos, row.previous?.spentNanos])).toEqual([
    ['b', 30n, 0n],
    ['a', 20n, 7n],
    ['c', 1n, 0n],
  ])
  expect(byModel.totals).toMatchObject({ requests: 3, failures: 1, spentNanos: 51n })
  expect(byModel.bands.map((band) => [band.group, band.points.map((point) => point.spentNanos)])).toEqual([
    ['b', [30n]],
    ['a', [20n]],
    ['c', [1n]],
  ])
  const byKey = await getUsageReport(member, { ...input, groupBy: 'key' })
  expect(byKey.rows.map((row) => [row.key?.name, row.totals.spentNanos])).toEqual([
    ['Second', 30n],
    ['Caller', 21n],
  ])
  const narrowed = await getUsageReport(member, { ...input, groupBy: 'model', keyIds: [keyId, second.id], models: ['a', 'b'] })
  expect(narrowed.totals.spentNanos).toBe(50n)
  expect(narrowed.choices.models).toEqual(['a', 'b', 'c'])
  expect(narrowed.choices.keys.map((key) => key.name)).toEqual(['Caller', 'Second'])
  expect(
    (await getUsageReport(member, { ...input, groupBy: 'day', keyIds: [second.id] })).rows.map((row) => row.totals.spentNanos),
  ).toEqual([30n])
})

test('the overview: balance, pace, percentiles, the period before, what was used most; refunds are no spending', async () => {
  const { teamId, keyId, use, member } = await teamIn('UTC')
  const input = {
    teamId,
    ...span('2026-11-03T00:00:00Z', '2026-11-10T00:00:00Z'),
    previous: span('2026-10-27T00:00:00Z', '2026-11-03T00:00:00Z'),
    now: new Date('2026-11-09T12:00:00Z'),
  }
  expect(await getTeamOverview(member, input)).toMatchObject({
    hasRequests: false,
    pace: null,
    totals: { requests: 0, p95LatencyMs: null },
  })
  await use('2026-11-07T12:00:00Z', 100n, { latencyMs: 100, ttftMs: null })
  const refunded = await use('2026-11-08T12:00:00Z', 40n, { latencyMs: 1_000, ttftMs: 200 })
  await use('2026-10-30T12:00:00Z', 9n)
  await refundRequest(systemActor, { requestId: refunded, reason: 'x' })
  const overview = await alsoFolded(() => getTeamOverview(member, input))
  expect(overview).toMatchObject({
    hasRequests: true,
    bucket: 'day',
    totals: { requests: 2, chargeNanos: 140n, refundedNanos: 40n, spentNanos: 100n, costNanos: null },
    previous: { requests: 1, spentNanos: 9n, p95LatencyMs: expect.closeTo(12, -1) },
    topModels: [{ model: 'test-model', totals: { requests: 2 }, previous: { requests: 1 } }],
    topKeys: [{ keyId, name: 'Caller', totals: { spentNanos: 100n } }],
  })
  expect(overview.totals.p95LatencyMs).toBeGreaterThan(850)
  expect(overview.totals.p95LatencyMs).toBeLessThan(1_200)
  expect(overview.totals.p50LatencyMs).toBeLessThan(120)
  expect(overview.series.map((bucket) => bucket.totals.requests)).toEqual([0, 0, 0, 0, 1, 1, 0])
  // 100 nanodollars in seven days; credit went below zero.
  expect(overview.pace).toEqual({ nanosPerDay: 14n, daysLeft: 0 })
  expect(await getTeamOverview(await makeOperator('support'), input)).toMatchObject({ totals: { costNanos: 70n } })
  await expectBooksToBalance()
})

test('activity of keys: last use, this month and in total, under the reader’s own sight', async () => {
  const { teamId, keyId, use, member } = await teamIn('Asia/Kolkata')
  await use('2026-01-05T12:00:00Z', 100n)
  await use(new Date().toISOString(), 7n)
  const read = () => asMember(member, (transaction) => readKeyActivity(transaction, [keyId]))
  const activity = await alsoFolded(read)
  expect(activity.get(keyId)).toMatchObject({ totalNanos: 107n, monthNanos: 7n, requests: 2 })
  expect(Date.now() - (activity.get(keyId)?.lastUsedAt?.getTime() ?? 0)).toBeLessThan(60_000)
  expect((await asMember(await makePerson(), (transaction) => readKeyActivity(transaction, [keyId]))).size).toBe(0)
  expect((await asPortal((transaction) => readKeyActivity(transaction, [keyId]))).get(keyId)?.totalNanos).toBe(107n)
  expect(teamId).toBeTruthy()
})

test('the month of a key begins by the team’s clock, to the quarter hour', async () => {
  const { keyId, use, member } = await teamIn('Asia/Kolkata')
  const { rows } = await owner.query<{ at: Date }>(
    `select date_trunc('month', now() at time zone 'Asia/Kolkata') at time zone 'Asia/Kolkata' as at`,
  )
  const minutesIn = (minutes: number) => new Date((rows[0]?.at.getTime() ?? 0) + minutes * 60_000).toISOString()
  await use(minutesIn(-10), 1n)
  await use(minutesIn(10), 20n)
  await use(minutesIn(120), 300n)
  const activity = await alsoFolded(() => asMember(member, (transaction) => readKeyActivity(transaction, [keyId])))
  expect(activity.get(keyId)).toMatchObject({ totalNanos: 321n, monthNanos: 320n, requests: 3 })
})

test('what lies between the stretch before and the period counts in neither', async () => {
  const { teamId, use, member } = await teamIn('UTC')
  await use('2026-11-02T05:00:00Z', 3n)
  await use('2026-11-02T10:00:00Z', 50n)
  await use('2026-11-03T05:00:00Z', 7n)
  const report = await alsoFolded(() =>
    getUsageReport(member, {
      teamId,
      groupBy: 'day',
      ...span('2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z'),
      previous: span('2026-11-02T00:00:00Z', '2026-11-02T06:00:00Z'),
      now: new Date('2026-11-03T06:00:00Z'),
    }),
  )
  expect(report).toMatchObject({ totals: { spentNanos: 7n }, previous: { requests: 1, spentNanos: 3n } })
})

test('a watermark read before a fold counts nothing twice, and an orphan is no use', async () => {
  const { teamId, keyId, use, member } = await teamIn('UTC')
  await use('2026-11-03T10:00:00Z')
  const orphan = admissionOf({ teamId, keyId }, { requestId: idAt('2026-11-03T11:00:00Z') })
  await settleRequest(settlementOf(orphan, 0n))
  await owner.query(`update usage.requests set status = 'orphaned' where id = $1`, [orphan.requestId])
  const day = span('2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z')
  const stale = () =>
    asMember(member, async (transaction) => {
      const { rows } = await sql`select 1 from (${tailOf({ watermark: 0n, teamId, ...day, cost: false })}) as tail`.execute(transaction)
      return rows.length
    })
  expect(await stale()).toBe(1)
  await foldEverything()
  expect(await stale()).toBe(0)
})

test('another team’s overview and report are not found, and senseless spans are refused', async () => {
  const { teamId, member } = await teamIn('UTC')
  const input = {
    teamId,
    ...span('2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z'),
    previous: span('2026-11-02T00:00:00Z', '2026-11-03T00:00:00Z'),
    now: new Date(),
  }
  for (const outsider of [await makePerson(), await makeMember(await makeEmptyTeam(), 'owner'), managementKey(await makeEmptyTeam())]) {
    expect(await codeOf(getTeamOverview(outsider, input))).toBe('not_found')
    expect(await codeOf(getUsageReport(outsider, { ...input, groupBy: 'day' }))).toBe('not_found')
  }
  const refused = (overrides: Partial<typeof input> & { timeZone?: string }) =>
    codeOf(getUsageReport(member, { ...input, groupBy: 'hour', ...overrides }))
  expect(await refused({ to: new Date('2026-11-01T00:00:00Z') })).toBe('invalid_request')
  expect(await refused({ to: new Date('2027-11-01T00:00:00Z') })).toBe('invalid_request')
  expect(await refused({ previous: span('2026-11-02T00:00:00Z', '2026-11-03T06:00:00Z') })).toBe('invalid_request')
  expect(await refused({ timeZone: 'Nowhere' })).toBe('invalid_request')
})
