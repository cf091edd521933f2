import { afterAll, beforeAll, expect, test } from 'vitest'
import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { alsoFolded, openUsageWorld, span, teamIn, type UsageWorld } from '#tests/integration/portal/usage-world'

let world: UsageWorld
beforeAll(async () => {
  world = await openUsageWorld()
})
afterAll(() => world.close())

test('days are cut by the team’s clock, with 23 and 25 hours where it is changed, and days without use are there as zero', async () => {
  const { teamId, use, member } = await teamIn(world, 'Europe/Berlin')
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
  const { teamId, use, member } = await teamIn(world, 'Asia/Kolkata')
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
  const { teamId, use, member } = await teamIn(world, 'Asia/Kolkata')
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

test('what lies between the stretch before and the period counts in neither', async () => {
  const { teamId, use, member } = await teamIn(world, 'UTC')
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
