import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type AdmitItem, admitRequest } from '#lib/ledger/admit-request'
import { takeCrossings } from '#lib/ledger/budget-crossings'
import { endBudget, listBudgets } from '#lib/ledger/budgets'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { deliverNotices } from '#lib/portal/notices/deliver-notices'
import { findNotices } from '#lib/portal/notices/find-notices'
import { forgetNotices, noticeDays } from '#lib/portal/notices/forget-notices'
import { mostAnHour } from '#lib/portal/notices/hold-back'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { firstIdOf, newId } from '#lib/shared/ids'
import { setPortalEnvironment } from '#tests/integration/portal/personas'
import { holdLedgerClock, type LedgerClock, makeBudget } from '#tests/support/budgets'
import { admissionOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'
import { startWebhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver'
import pg from 'pg'

let database: TestDatabase
let owner: pg.Client
let clock: LedgerClock
let receiver: WebhookReceiver
let hanging: Server
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  clock = await holdLedgerClock(database)
  receiver = await startWebhookReceiver()
  hanging = createServer(() => undefined)
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
})
afterEach(() => clock.release())
afterAll(async () => {
  hanging.closeAllConnections()
  hanging.close()
  await receiver.close()
  await clock.close()
  await owner.end()
  await database.drop()
})

async function spend(team: TestTeam, nanos: bigint, overrides: Partial<AdmitItem> = {}): Promise<void> {
  const item = admissionOf(team, { holdNanos: nanos, fixedNanos: nanos, ...overrides })
  expect((await admitRequest(item)).kind).toBe('held')
  await settleRequest(settlementOf(item, nanos))
}

async function subjectsOf(budgetId: string): Promise<string[]> {
  const { rows } = await owner.query<{ subject: string }>('select subject from ledger.budget_periods where budget_id = $1 order by 1', [
    budgetId,
  ])
  return rows.map(({ subject }) => subject)
}

/** Budgets of a team that are all used up: so many notices are due. */
async function useUp(team: TestTeam, count: number): Promise<void> {
  for (let tag = 0; tag < count; tag++) await makeBudget(team, 1n, { scope: 'tag', scopeId: `t${tag}`, thresholds: [100] })
  await spend(team, 1n, { tags: Array.from({ length: count }, (_, tag) => `t${tag}`), memberId: null })
}

const noticesOf = (team: TestTeam) =>
  asPortal((tx) => tx.selectFrom('core.notices').selectAll().where('team_id', '=', team.teamId).orderBy('id').execute())

test('refused requests with ever new end users leave no row and no notice, beside those that are held', async () => {
  const team = await makeTeam(10_000n)
  const none = await makeBudget(team, 0n, { perEndUser: true, thresholds: [100] })
  const small = await makeBudget(team, 50n, { perEndUser: true, thresholds: [50], period: 'month' })
  const ask = (endUser: string, nanos: bigint) => admitRequest(admissionOf(team, { endUser, holdNanos: nanos, fixedNanos: nanos }))
  const refused = await Promise.all(Array.from({ length: 40 }, (_, user) => ask(`user ${user}`, 60n)))
  expect(refused.map(({ kind }) => kind)).toEqual(refused.map(() => 'over_budget'))
  expect([await subjectsOf(none.id), await subjectsOf(small.id)]).toEqual([[], []])
  expect(await findNotices()).toBe(0)
  await asPortal((tx) => endBudget(tx, none.id))
  const mixed = await Promise.all([ask('a', 40n), ask('b', 60n), ask('a', 5n), ask('c', 0n), ask('d', 60n), ask('c', 60n)])
  expect(mixed.map(({ kind }) => kind)).toEqual(['held', 'over_budget', 'held', 'held', 'over_budget', 'over_budget'])
  expect(await subjectsOf(small.id)).toEqual(['a', 'c'])
  expect((await asPortal((tx) => listBudgets(tx, team.teamId)))[0]).toMatchObject({ end_user: 'a', held_nanos: 45n })
  await expectBooksToBalance()
})

test('one team with many crossings waits in turn: others are found in the same pass', async () => {
  const [flood, quiet] = [await makeTeam(10_000n), await makeTeam(10_000n)]
  await useUp(flood, 60)
  await useUp(quiet, 2)
  const first = await asPortal(takeCrossings)
  expect(first.filter(({ team_id }) => team_id === flood.teamId)).toHaveLength(50)
  expect(first.filter(({ team_id }) => team_id === quiet.teamId)).toHaveLength(2)
  expect((await asPortal(takeCrossings)).map(({ team_id }) => team_id)).toEqual(Array.from({ length: 10 }, () => flood.teamId))
  expect(await asPortal(takeCrossings)).toEqual([])
})

test('beyond a number an hour a team is told the rest at once, an hour later, each counted once; other teams as ever', async () => {
  const [flood, quiet] = [await makeTeam(10_000n), await makeTeam(10_000n)]
  await createWebhook(systemActor, { teamId: flood.teamId, url: receiver.url, events: ['budget.exhausted'] })
  await createWebhook(systemActor, { teamId: flood.teamId, url: `${receiver.url}/blocked`, events: ['key.blocked'] })
  await useUp(flood, mostAnHour + 15)
  await useUp(quiet, 1)
  expect(await findNotices()).toBe(mostAnHour + 16)
  expect(await findNotices()).toBe(0)
  const told = await noticesOf(flood)
  expect(told.filter((notice) => !notice.held_back)).toHaveLength(mostAnHour)
  expect((await noticesOf(quiet)).map((notice) => notice.held_back)).toEqual([false])
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
  await asPortal((tx) =>
    tx
      .updateTable('core.notices')
      .set({ created_at: hoursAgo(2) })
      .where('team_id', '=', flood.teamId)
      .where('held_back', '=', true)
      .execute(),
  )
  expect(await Promise.all([findNotices(), findNotices()]).then((raised) => raised.reduce((sum, count) => sum + count))).toBe(1)
  expect(await findNotices()).toBe(0)
  const summary = (await noticesOf(flood)).find(({ kind }) => kind === 'notices.summary')
  expect(summary?.payload).toMatchObject({ counts: { 'budget.threshold': 0, 'budget.exhausted': 15, 'key.blocked': 0 } })
  const deliveries = await asPortal((tx) =>
    tx
      .selectFrom('core.notice_deliveries')
      .select('id')
      .where('notice_id', '=', summary?.id ?? '')
      .execute(),
  )
  expect(deliveries).toHaveLength(1)
})

test('a key blocked and enabled over and over is held back like the rest', async () => {
  const team = await makeTeam()
  const set = (change: { status: string; block_reason?: string; blocked_at?: Date }) =>
    asPortal((tx) => tx.updateTable('core.api_keys').set(change).where('id', '=', team.keyId).execute())
  for (let time = 0; time < mostAnHour + 3; time++) {
    await set({ status: 'blocked', block_reason: 'x', blocked_at: new Date(Date.now() - time * 1_000) })
    await findNotices()
    await set({ status: 'active' })
  }
  expect((await noticesOf(team)).filter((notice) => notice.held_back)).toHaveLength(3)
})

test('a team whose receivers hang keeps nobody else waiting', async () => {
  const [stuck, quick] = [await makeTeam(10_000n), await makeTeam(10_000n)]
  const { port } = hanging.address() as AddressInfo
  for (let count = 0; count < 3; count++)
    await createWebhook(systemActor, { teamId: stuck.teamId, url: `http://127.0.0.1:${port}/${count}`, events: ['budget.exhausted'] })
  await createWebhook(systemActor, { teamId: quick.teamId, url: receiver.url, events: ['budget.exhausted'] })
  await useUp(stuck, 20)
  await useUp(quick, 8)
  await findNotices()
  await asPortal((tx) =>
    tx.updateTable('core.notice_deliveries').set({ state: 'given_up' }).where('team_id', 'not in', [stuck.teamId, quick.teamId]).execute(),
  )
  await asPortal((tx) =>
    tx
      .updateTable('core.notice_deliveries')
      .set({ next_attempt_at: new Date(0) })
      .where('team_id', '=', stuck.teamId)
      .execute(),
  )
  receiver.received.length = 0
  const startedAt = performance.now()
  const sending = deliverNotices()
  await expect.poll(() => receiver.received.length, { timeout: 8_000 }).toBe(8)
  expect(performance.now() - startedAt).toBeLessThan(8_000)
  const begun = await asPortal((tx) =>
    tx.selectFrom('core.notice_deliveries').select('id').where('team_id', '=', stuck.teamId).where('attempts', '>', 0).execute(),
  )
  expect(begun).toHaveLength(3)
  // What has not begun is not begun any more, so that the test ends with those under way.
  await asPortal((tx) =>
    tx
      .updateTable('core.notice_deliveries')
      .set({ state: 'given_up' })
      .where('team_id', '=', stuck.teamId)
      .where('attempts', '=', 0)
      .execute(),
  )
  expect(await sending).toBe(8)
}, 40_000)

test('old notices go with their deliveries, save what is still being sent; newer ones stay', async () => {
  const team = await makeTeam()
  const insert = async (ageDays: number, change: { held_back?: boolean; summed_at?: Date | null }, state: string | null) => {
    const at = new Date(Date.now() - ageDays * 86_400_000)
    const id = firstIdOf(at).slice(0, 14) + newId().slice(14)
    await asPortal(async (tx) => {
      const row = {
        id,
        team_id: team.teamId,
        kind: 'key.blocked',
        dedupe_key: id,
        payload: '{}',
        created_at: at,
        summed_at: null,
        ...change,
      }
      await tx.insertInto('core.notices').values(row).execute()
      const delivery = { id: newId(), notice_id: id, team_id: team.teamId, user_id: newId(), webhook_id: null, state: state ?? '' }
      if (state !== null) await tx.insertInto('core.notice_deliveries').values(delivery).execute()
    })
    return id
  }
  const stays = [
    await insert(noticeDays + 1, {}, 'waiting'),
    await insert(noticeDays - 1, {}, 'delivered'),
    await insert(9, { held_back: true }, null),
    await insert(7, { held_back: true, summed_at: new Date() }, null),
  ]
  await insert(noticeDays + 1, {}, 'delivered')
  await insert(9, { held_back: true, summed_at: new Date() }, null)
  expect(await forgetNotices()).toBe(2)
  expect((await noticesOf(team)).map(({ id }) => id)).toEqual(stays.toSorted())
  const left = await asPortal((tx) => tx.selectFrom('core.notice_deliveries').select('id').where('team_id', '=', team.teamId).execute())
  expect(left).toHaveLength(2)
})

test('rows of end users go a month after their period, or at once where nothing was spent; the books stay right', async () => {
  const team = await makeTeam(10_000n)
  const daily = await makeBudget(team, 100n, { perEndUser: true, thresholds: [50] })
  const plain = await makeBudget(team, 1_000n)
  const total = await makeBudget(team, 100n, { perEndUser: true, period: 'total' })
  await clock.set('2026-09-01T12:00:00Z')
  await spend(team, 60n, { endUser: 'old' })
  await asPortal(takeCrossings)
  await clock.set('2026-10-20T12:00:00Z')
  await spend(team, 60n, { endUser: 'recent' })
  await spend(team, 0n, { endUser: 'free' })
  const open = admissionOf(team, { endUser: 'open', holdNanos: 0n, fixedNanos: 0n })
  await admitRequest(open)
  await asPortal(takeCrossings)
  await clock.set('2026-11-01T12:00:00Z')
  await owner.query('update ledger.budget_notices set noticed_at = starts_at where budget_id = $1', [daily.id])
  expect(await forgetNotices()).toBeGreaterThan(0)
  expect(await subjectsOf(daily.id)).toEqual(['open', 'recent'])
  expect(await subjectsOf(total.id)).toEqual(['old', 'open', 'recent'])
  expect(await subjectsOf(plain.id)).toEqual(['', ''])
  const { rows } = await owner.query<{ subject: string }>('select subject from ledger.budget_notices where budget_id = $1', [daily.id])
  expect(rows).toEqual([{ subject: 'recent' }])
  await settleRequest(settlementOf(open, 30n))
  await expectBooksToBalance()
  expect(await asPortal(takeCrossings)).toEqual([])
  await asPortal((tx) =>
    sql`select ledger.set_budget(${daily.id}, ${team.teamId}, 'team', ${team.teamId}, 100, 'month', 'UTC')`.execute(tx),
  )
  await expectBooksToBalance()
})
