import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { createKey } from '#lib/portal/keys/create-key'
import { getTeamOverview } from '#lib/portal/overview/get-team-overview'
import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { tailOf } from '#lib/portal/usage/tail'
import { asMember } from '#lib/shared/database/as-role'
import { codeOf, makeEmptyTeam, makeMember, makePerson, managementKey } from '#tests/integration/portal/personas'
import { alsoFolded, idAt, openUsageWorld, span, teamIn, type UsageWorld } from '#tests/integration/portal/usage-world'
import { foldEverything } from '#tests/support/fold-everything'
import { admissionOf, settlementOf } from '#tests/support/ledger'

let world: UsageWorld
beforeAll(async () => {
  world = await openUsageWorld()
})
afterAll(() => world.close())

test('models and keys stand beside what they were in the period before; filters by several of them narrow everything but the choices', async () => {
  const { teamId, keyId, use, member } = await teamIn(world, 'UTC')
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

test('a watermark read before a fold counts nothing twice, and an orphan is no use', async () => {
  const { teamId, keyId, use, member } = await teamIn(world, 'UTC')
  await use('2026-11-03T10:00:00Z')
  const orphan = admissionOf({ teamId, keyId }, { requestId: idAt('2026-11-03T11:00:00Z') })
  await settleRequest(settlementOf(orphan, 0n))
  await world.owner.query(`update usage.requests set status = 'orphaned' where id = $1`, [orphan.requestId])
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
  const { teamId, member } = await teamIn(world, 'UTC')
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
