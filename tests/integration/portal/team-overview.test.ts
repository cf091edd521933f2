import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { refundRequest } from '#lib/portal/credits/refund-request'
import { getTeamOverview } from '#lib/portal/overview/get-team-overview'
import { makeOperator } from '#tests/integration/portal/personas'
import { alsoFolded, openUsageWorld, span, teamIn, type UsageWorld } from '#tests/integration/portal/usage-world'
import { expectBooksToBalance } from '#tests/support/ledger'

let world: UsageWorld
beforeAll(async () => {
  world = await openUsageWorld()
})
afterAll(() => world.close())

test('the overview: balance, pace, percentiles, the period before, what was used most; refunds are no spending', async () => {
  const { teamId, keyId, use, member } = await teamIn(world, 'UTC')
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
  expect(overview.pace).toEqual({ days: 7, nanosPerDay: 14n, daysLeft: 0 })
  expect(await getTeamOverview(await makeOperator('support'), input)).toMatchObject({ totals: { costNanos: 70n } })
  await expectBooksToBalance()
})
