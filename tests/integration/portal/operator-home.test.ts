import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { createKey } from '#lib/portal/keys/create-key'
import { refundRequest } from '#lib/portal/credits/refund-request'
import { putModel } from '#lib/portal/models/put-model'
import { noRates } from '#lib/portal/prices/price'
import { setSellPrice } from '#lib/portal/prices/set-price'
import { getOperatorHome } from '#lib/portal/reports/get-operator-home'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
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
import { admissionOf, expectBooksToBalance, makeTeam, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** A request id made at this moment, so that its row belongs there. */
let serial = 0
function idAt(iso: string): string {
  const ms = Date.parse(iso).toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${(++serial).toString(16).padStart(12, '0')}`
}

async function teamNamed(name: string) {
  const teamId = await makeEmptyTeam(name)
  const { key } = await createKey(systemActor, { teamId, name: 'k' })
  return {
    teamId,
    keyId: key.id,
    use: async (at: string, chargeNanos: bigint, overrides: Parameters<typeof settlementOf>[2] = {}) => {
      const admission = admissionOf({ teamId, keyId: key.id }, { requestId: idAt(at) })
      await settleRequest(settlementOf(admission, chargeNanos, { channelId: newId(), ...overrides }))
      return admission.requestId
    },
  }
}

const input = (timeZone: string, from: string, to: string, before: string) => ({
  from: new Date(from),
  to: new Date(to),
  previous: { from: new Date(before), to: new Date(from) },
  timeZone,
  now: new Date('2026-11-20T00:00:00Z'),
})

test('revenue, cost and margin over days of any zone, teams and models by revenue, whether folded or not', async () => {
  const [large, small] = [await teamNamed('Large'), await teamNamed('Small')]
  await large.use('2026-11-02T18:29:00Z', 1_000n)
  await large.use('2026-11-02T18:31:00Z', 100n, { latencyMs: 2_000 })
  const refunded = await large.use('2026-11-04T10:00:00Z', 40n)
  await small.use('2026-11-05T18:29:59Z', 60n, { model: 'other', status: 'interrupted' })
  await small.use('2026-11-05T18:30:00Z', 5_000n)
  await refundRequest(systemActor, { requestId: refunded, reason: 'x' })
  const operator = await makeOperator('support')
  // Three days of Kolkata, whose midnight is 18:30Z.
  const period = input('Asia/Kolkata', '2026-11-02T18:30:00Z', '2026-11-05T18:30:00Z', '2026-10-30T18:30:00Z')
  const before = await getOperatorHome(operator, period)
  await foldEverything()
  const home = await getOperatorHome(operator, period)
  expect(home).toEqual(before)
  expect(home.totals).toMatchObject({ requests: 3, failures: 1, chargeNanos: 200n, revenueNanos: 160n, costNanos: 100n, marginNanos: 60n })
  expect(home.previous).toMatchObject({ requests: 1, revenueNanos: 1_000n })
  expect(home.series.map((bucket) => [bucket.key, bucket.totals.requests])).toEqual([
    ['2026-11-03', 1],
    ['2026-11-04', 1],
    ['2026-11-05', 1],
  ])
  expect(home.topTeams.map((team) => [team.name, team.requests, team.spentNanos])).toEqual([
    ['Large', 2, 100n],
    ['Small', 1, 60n],
  ])
  expect(home.topModels.map((model) => [model.model, model.totals.revenueNanos])).toEqual([
    ['test-model', 100n],
    ['other', 60n],
  ])
  expect(home.totals.p95LatencyMs).toBeGreaterThan(1_600)
  const short = await getOperatorHome(operator, input('UTC', '2026-11-05T17:30:00Z', '2026-11-05T18:30:00Z', '2026-11-05T17:00:00Z'))
  expect(short.topTeams.map((team) => [team.name, team.spentNanos])).toEqual([['Small', 60n]])
  await expectBooksToBalance()
})

test('open holds and requests without an outcome are told with the credit held for them', async () => {
  const team = await makeTeam(1_000n)
  const { version } = await asPortal((tx) => tx.selectFrom('core.snapshot_state').select('version').executeTakeFirstOrThrow())
  expect((await admitRequest(admissionOf(team, { holdNanos: 25n, snapshotVersion: version }))).kind).toBe('held')
  const home = await getOperatorHome(
    await makeOperator(),
    input('UTC', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', '2026-10-31T00:00:00Z'),
  )
  expect(home).toMatchObject({ holds: { count: 1, nanos: 25n }, orphans: { count: 0, nanos: 0n } })
})

test('a sold model without an enabled channel is named, until it has one or is sold no more', async () => {
  const period = input('UTC', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', '2026-10-31T00:00:00Z')
  const operator = await makeOperator()
  const unserved = async () => (await getOperatorHome(operator, period)).unservedModels
  const values = { rates: { ...noRates, input: 1n, output: 1n }, requestNanos: null, tiers: [] }
  await putModel(systemActor, { name: 'lonely', prices: values })
  await putModel(systemActor, { name: 'never-priced' })
  expect(await unserved()).toEqual(['lonely'])
  const { id } = await createChannel(systemActor, {
    name: 'one',
    provider: 'openai-compatible',
    baseUrl: 'https://upstream.example/v1',
    credentials: [],
    models: [{ model: 'lonely' }],
  })
  expect(await unserved()).toEqual([])
  await updateChannel(systemActor, { channelId: id, enabled: false })
  expect(await unserved()).toEqual(['lonely'])
  await setSellPrice(systemActor, { model: 'lonely', values: null })
  expect(await unserved()).toEqual([])
})

test('the operator’s home is for operators', async () => {
  const period = input('UTC', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', '2026-10-31T00:00:00Z')
  for (const actor of [await makePerson(), await makeMember(await makeEmptyTeam(), 'owner'), managementKey(await makeEmptyTeam())]) {
    expect(await codeOf(getOperatorHome(actor, period))).toBe('forbidden')
  }
  for (const role of ['owner', 'finance', 'support', 'engineer'] as const)
    expect(await codeOf(getOperatorHome(await makeOperator(role), period))).toBe('done')
})
