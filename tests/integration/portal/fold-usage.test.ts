import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { systemActor } from '#lib/portal/acting/actor'
import { refundRequest } from '#lib/portal/credits/refund-request'
import { foldOnce, foldUsage } from '#lib/portal/usage/fold-usage'
import { newId } from '#lib/shared/ids'
import { setPortalEnvironment } from '#tests/integration/portal/personas'
import { foldEverything, tailLength } from '#tests/support/fold-everything'
import { admissionOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = await connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  return client
}

/** Each kind of sum with the tail that is not folded yet; all of them must tell the same story as the request rows. */
const stories = `
  with tail as materialized (
    select * from usage.requests where settled_xid >= (select folded_below from usage.fold_state) and status <> 'orphaned'
  ),
  live as (select count(*) as requests, coalesce(sum(charge_nanos), 0) as charge, coalesce(sum(refunded_nanos), 0) as refunded, coalesce(sum(cost_nanos), 0) as cost from tail),
  told as (
    select 'requests' as by, count(*) as requests, sum(charge_nanos) as charge, sum(refunded_nanos) as refunded, sum(cost_nanos) as cost from usage.requests where status <> 'orphaned'
    union all select 'rollups', sum(requests), sum(charge_nanos), sum(refunded_nanos), sum(cost_nanos) from usage.rollups
    union all select 'key_hours', l.requests + coalesce(sum(k.requests), 0), l.charge + coalesce(sum(k.charge_nanos), 0), l.refunded + coalesce(sum(k.refunded_nanos), 0), l.cost + coalesce(sum(k.cost_nanos), 0)
      from live l left join usage.key_hours k on true group by l.*, l.requests, l.charge, l.refunded, l.cost
    union all select 'key_days', l.requests + coalesce(sum(k.requests), 0), l.charge + coalesce(sum(k.charge_nanos), 0), l.refunded + coalesce(sum(k.refunded_nanos), 0), l.cost + coalesce(sum(k.cost_nanos), 0)
      from live l left join usage.key_days k on true group by l.*, l.requests, l.charge, l.refunded, l.cost
    union all select 'hourly_totals', l.requests + coalesce(sum(k.requests), 0), l.charge + coalesce(sum(k.charge_nanos), 0), l.refunded + coalesce(sum(k.refunded_nanos), 0), l.cost + coalesce(sum(k.cost_nanos), 0)
      from live l left join usage.hourly_totals k on true group by l.*, l.requests, l.charge, l.refunded, l.cost
    union all select 'quarter_totals', l.requests + coalesce(sum(k.requests), 0), l.charge + coalesce(sum(k.charge_nanos), 0), l.refunded + coalesce(sum(k.refunded_nanos), 0), l.cost + coalesce(sum(k.cost_nanos), 0)
      from live l left join usage.quarter_totals k on true group by l.*, l.requests, l.charge, l.refunded, l.cost
    union all select 'team_totals ' || g.grain, l.requests + coalesce(sum(k.requests), 0), l.charge + coalesce(sum(k.charge_nanos), 0), l.refunded + coalesce(sum(k.refunded_nanos), 0), l.cost + coalesce(sum(k.cost_nanos), 0)
      from live l cross join (values ('hour'), ('day')) as g(grain) left join usage.team_totals k on k.grain = g.grain group by g.grain, l.requests, l.charge, l.refunded, l.cost
    union all select 'key_totals', l.requests + coalesce(sum(k.requests), 0), l.charge + coalesce(sum(k.charge_nanos), 0), l.refunded + coalesce(sum(k.refunded_nanos), 0), null
      from live l left join usage.key_totals k on true group by l.requests, l.charge, l.refunded
    union all select 'latencies ' || g.grain, (select count(latency_ms) from tail) + coalesce(sum(c.n), 0), null, null, null
      from (values ('hour'), ('day')) as g(grain)
      left join usage.latencies k on k.grain = g.grain and k.subject_id = '00000000-0000-0000-0000-000000000000' left join lateral unnest(k.latency) as c(n) on true group by g.grain
  )
  select by, requests::integer, charge::integer, refunded::integer, cost::integer from told`

interface Story {
  by: string
  requests: number
  charge: number | null
  refunded: number | null
  cost: number | null
}

/** What everybody agrees on; fails when somebody does not. */
async function agreed(): Promise<Story> {
  const { rows } = await owner.query<Story>(stories)
  const [truth] = rows
  if (!truth) throw new Error('no story')
  for (const story of rows) {
    expect(story).toEqual({ ...truth, by: story.by, ...blanks(story) })
  }
  return truth
}

function blanks(story: Story): Partial<Story> {
  return Object.fromEntries(Object.entries(story).filter(([, value]) => value === null))
}

/** A fold that took at least one request, in a transaction that the test ends itself. */
async function foldInTransaction(): Promise<pg.Client> {
  const client = await connect()
  for (;;) {
    await client.query('begin')
    const { rows } = await client.query<{ n: number }>('select usage.fold_requests(1000)::integer as n')
    if ((rows[0]?.n ?? 0) > 0) return client
    await client.query('rollback')
  }
}

async function settleOne(team: TestTeam, chargeNanos = 10n): Promise<string> {
  const admission = admissionOf(team)
  await settleRequest(settlementOf(admission, chargeNanos))
  return admission.requestId
}

/** A settlement in a transaction that the test ends itself. */
async function settleSlowly(team: TestTeam): Promise<pg.Client> {
  const client = await connect()
  await client.query('begin')
  const item = {
    n: 0,
    id: newId(),
    team: team.teamId,
    key: team.keyId,
    model: 'slow-model',
    wire: 'openai-chat',
    status: 'succeeded',
    charge: '7',
    cost: '3',
    latency_ms: 20,
  }
  await client.query('select ledger.settle($1)', [JSON.stringify([item])])
  return client
}

afterEach(async () => {
  await agreed()
  await expectBooksToBalance()
})

test('folding moves what was settled into the sums, and a second fold finds nothing', async () => {
  const team = await makeTeam(1_000n)
  for (let n = 0; n < 5; n++) await settleOne(team)
  const before = await agreed()
  expect(await tailLength()).toBeGreaterThanOrEqual(5)
  expect(await foldEverything()).toBeGreaterThanOrEqual(5)
  expect(await agreed()).toEqual(before)
  expect(await foldUsage()).toBe(0)
  expect(await agreed()).toEqual(before)
})

test('a settlement that commits after a fold began is left to the next one, however early it started', async () => {
  const team = await makeTeam(1_000n)
  const slow = await settleSlowly(team)
  const other = await makeTeam(1_000n)
  await settleOne(other)
  await foldUsage()
  await agreed()
  await slow.query('commit')
  await slow.end()
  expect(await tailLength()).toBe(2)
  await agreed()
  expect(await foldEverything()).toBe(2)
  expect(await foldUsage()).toBe(0)
})

test('a settlement that is rolled back is never counted', async () => {
  const slow = await settleSlowly(await makeTeam(1_000n))
  const before = await agreed()
  await slow.query('rollback')
  await slow.end()
  await foldUsage()
  expect((await agreed()).requests).toBe(before.requests)
})

test('a fold that dies before it commits has changed nothing', async () => {
  const team = await makeTeam(1_000n)
  await settleOne(team)
  const dying = await foldInTransaction()
  expect(await foldUsage()).toBe(0)
  await agreed()
  await dying.query('rollback')
  await dying.end()
  await agreed()
  expect(await foldEverything()).toBeGreaterThanOrEqual(1)
})

test('settlements by the hundred, folds in between and at once: each request counts exactly once', async () => {
  const teams = await Promise.all([makeTeam(100_000n), makeTeam(100_000n), makeTeam(100_000n)])
  const before = await agreed()
  let settling = true
  const folding = [1, 2].map(async () => {
    while (settling) {
      await foldOnce(7)
      await agreed()
    }
  })
  for (let round = 0; round < 20; round++) await Promise.all(teams.flatMap((team) => Array.from({ length: 5 }, () => settleOne(team, 3n))))
  settling = false
  await Promise.all(folding)
  await foldEverything()
  expect((await agreed()).requests).toBe(before.requests + 300)
})

test('a fold takes whole transactions, at least one, and about as many requests as it was asked for', async () => {
  await foldEverything()
  const team = await makeTeam(1_000n)
  await Promise.all(Array.from({ length: 20 }, () => settleOne(team)))
  const taken: number[] = []
  while ((await tailLength()) > 0) taken.push(await foldOnce(1))
  expect(taken.reduce((sum, n) => sum + n, 0)).toBe(20)
})

test('an orphan is no request until it is settled late, and then one', async () => {
  const team = await makeTeam(1_000n)
  const admission = admissionOf(team, { ttlMs: 1 })
  expect((await admitRequest(admission)).kind).toBe('held')
  await sleep(5)
  await sweepHolds()
  await foldEverything()
  const before = await agreed()
  await settleRequest(settlementOf(admission, 10n))
  expect((await agreed()).requests).toBe(before.requests + 1)
  expect(await foldEverything()).toBe(1)
  expect((await agreed()).requests).toBe(before.requests + 1)
})

test('a refund before the fold and one after it both reach the sums', async () => {
  const team = await makeTeam(1_000n)
  const [early, late] = [await settleOne(team), await settleOne(team)]
  const before = await agreed()
  await refundRequest(systemActor, { requestId: early, reason: 'x' })
  await agreed()
  await foldEverything()
  await refundRequest(systemActor, { requestId: late, reason: 'x' })
  expect((await agreed()).refunded).toBe((before.refunded ?? 0) + 20)
  expect(await tailLength()).toBe(0)
})

test('a refund while a fold is under way waits for it, and is counted once', async () => {
  const team = await makeTeam(1_000n)
  const requestId = await settleOne(team)
  const folder = await foldInTransaction()
  const refund = refundRequest(systemActor, { requestId, reason: 'x' })
  await expect(Promise.race([refund.then(() => 'done'), sleep(100).then(() => 'waiting')])).resolves.toBe('waiting')
  await folder.query('commit')
  await folder.end()
  await refund
  await agreed()
})

test('restored into a cluster that counts transactions anew, everything is folded again from the rows', async () => {
  await settleOne(await makeTeam(1_000n))
  await foldEverything()
  const before = await agreed()
  await owner.query('update usage.fold_state set folded_below = folded_below + 1000000')
  await settleOne(await makeTeam(1_000n))
  await foldEverything()
  expect((await agreed()).requests).toBe(before.requests + 1)
})
