import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { setBudget } from '#lib/ledger/budgets'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { listBudgetStates } from '#lib/portal/budgets/list-budget-states'
import { backoffSeconds, deliverNotices } from '#lib/portal/notices/deliver-notices'
import { findNotices } from '#lib/portal/notices/find-notices'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { listDeliveries } from '#lib/portal/webhooks/list-deliveries'
import { updateWebhook } from '#lib/portal/webhooks/update-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { showId } from '#lib/shared/ids'
import { listKeptMails } from '#lib/shared/mail/read-outbox'
import { codeOf, makeMember, setPortalEnvironment } from '#tests/integration/portal/personas'
import { holdLedgerClock, type LedgerClock, makeBudget } from '#tests/support/budgets'
import { admissionOf, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'
import { isSignedWith, startWebhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver'

let database: TestDatabase
let clock: LedgerClock
let receiver: WebhookReceiver
let outbox: string
beforeAll(async () => {
  setPortalEnvironment()
  outbox = await mkdtemp(join(tmpdir(), 'tollgate-notices-'))
  process.env.TOLLGATE_OUTBOX_DIR = outbox
  database = await createTestDatabase()
  clock = await holdLedgerClock(database)
  receiver = await startWebhookReceiver()
})
afterEach(() => clock.release())
afterAll(async () => {
  await receiver.close()
  await clock.close()
  await database.drop()
  await rm(outbox, { recursive: true, force: true })
})

async function spend(team: TestTeam, nanos: bigint, overrides = {}): Promise<void> {
  const item = admissionOf(team, { holdNanos: nanos, fixedNanos: nanos, ...overrides })
  expect((await admitRequest(item)).kind).toBe('held')
  await settleRequest(settlementOf(item, nanos))
}

const noticesOf = (team: TestTeam) =>
  asPortal((tx) => tx.selectFrom('core.notices').select(['kind', 'payload']).where('team_id', '=', team.teamId).orderBy('id').execute())
const percentsOf = async (team: TestTeam) =>
  (await noticesOf(team)).map(({ kind, payload }) => [kind, (payload as { percent: number }).percent])
const mailsTo = async (email: string) => (await listKeptMails(outbox, 500)).filter((mail) => mail.to === email)
const emailOf = async (userId: string) =>
  (await asPortal((tx) => tx.selectFrom('core.users').select('email').where('id', '=', userId).executeTakeFirstOrThrow())).email
/** As if the time of the next attempt had come. */
const makeDue = (team: TestTeam) =>
  asPortal((tx) =>
    tx
      .updateTable('core.notice_deliveries')
      .set({ next_attempt_at: new Date(0) })
      .where('team_id', '=', team.teamId)
      .execute(),
  )

test('each threshold is noticed once, whatever the number of processes', async () => {
  const team = await makeTeam(1_000n)
  await makeBudget(team, 100n)
  await spend(team, 49n)
  await findNotices()
  expect(await noticesOf(team)).toEqual([])
  await spend(team, 1n)
  await Promise.all(Array.from({ length: 8 }, findNotices))
  expect(await percentsOf(team)).toEqual([['budget.threshold', 50]])
  await spend(team, 31n)
  await Promise.all(Array.from({ length: 8 }, findNotices))
  await findNotices()
  expect(await percentsOf(team)).toEqual([
    ['budget.threshold', 50],
    ['budget.threshold', 80],
  ])
})

test('of several thresholds passed at once the highest is told, the others never', async () => {
  const team = await makeTeam(1_000n)
  const budget = await makeBudget(team, 100n, { thresholds: [10, 50, 80, 100] })
  await spend(team, 100n)
  expect(await findNotices()).toBe(1)
  expect(await findNotices()).toBe(0)
  expect(await noticesOf(team)).toEqual([
    {
      kind: 'budget.exhausted',
      payload: {
        team_id: showId('team', team.teamId),
        team_name: 'Test team',
        budget_id: showId('budget', budget.id),
        scope: 'team',
        scope_id: showId('team', team.teamId),
        scope_name: 'Test team',
        end_user: null,
        mode: 'hard',
        period: 'day',
        period_starts_at: expect.stringMatching(/T00:00:00.000Z$/),
        period_ends_at: expect.stringMatching(/T00:00:00.000Z$/),
        amount_usd: '0.000000100',
        spent_usd: '0.000000100',
        percent: 100,
      },
    },
  ])
})

test('a hard budget that refuses with nine tenths spent is exhausted; one that refuses a giant request is not', async () => {
  const team = await makeTeam(1_000n)
  await makeBudget(team, 100n, { thresholds: [100] })
  await spend(team, 80n)
  const refused = admissionOf(team, { holdNanos: 50n, fixedNanos: 50n })
  expect((await admitRequest(refused)).kind).toBe('over_budget')
  expect(await findNotices()).toBe(0)
  await spend(team, 15n)
  expect((await admitRequest({ ...refused, holdNanos: 6n, fixedNanos: 6n })).kind).toBe('over_budget')
  expect(await findNotices()).toBe(1)
  expect(await percentsOf(team)).toEqual([['budget.exhausted', 100]])
})

test('a new period is noticed anew, and the one before even when it has ended', async () => {
  const team = await makeTeam(1_000n)
  const budget = await makeBudget(team, 100n, { thresholds: [50] })
  await clock.set('2026-11-20T23:59:00Z')
  await spend(team, 60n)
  await clock.set('2026-11-21T00:01:00Z')
  expect(await findNotices()).toBe(1)
  expect(await findNotices()).toBe(0)
  await spend(team, 60n)
  expect(await findNotices()).toBe(1)
  await asPortal((tx) => setBudget(tx, { ...budget, thresholds: [] }))
  await clock.set('2026-11-22T00:01:00Z')
  await spend(team, 60n)
  expect(await findNotices()).toBe(0)
  const starts = (await noticesOf(team)).map(({ payload }) => (payload as { period_starts_at: string }).period_starts_at)
  expect(starts).toEqual(['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'])
})

test('end users are noticed each for themselves, where a budget per end user has thresholds', async () => {
  const team = await makeTeam(1_000n)
  await makeBudget(team, 100n, { perEndUser: true })
  await makeBudget(team, 100n, { perEndUser: true, thresholds: [50], period: 'total' })
  await spend(team, 60n, { endUser: 'a' })
  await spend(team, 40n, { endUser: 'b' })
  expect(await findNotices()).toBe(1)
  await spend(team, 20n, { endUser: 'b' })
  expect(await findNotices()).toBe(1)
  expect((await noticesOf(team)).map(({ payload }) => (payload as { end_user: string }).end_user)).toEqual(['a', 'b'])
})

test('owners, admins and the member concerned get a mail, each in their language, nobody else', async () => {
  const team = await makeTeam(1_000n)
  const people = await Promise.all(
    (['owner', 'admin', 'developer', 'developer', 'viewer'] as const).map((role) => makeMember(team.teamId, role)),
  )
  const [owner, admin, concerned, other, viewer] = await Promise.all(people.map(({ userId }) => emailOf(userId)))
  await asPortal((tx) =>
    tx
      .updateTable('core.users')
      .set({ locale: 'zh' })
      .where('id', '=', people[1]?.userId ?? '')
      .execute(),
  )
  await makeBudget(team, 100n, { scope: 'member', scopeId: people[2]?.userId ?? '' })
  await spend(team, 55n, { memberId: people[2]?.userId, tags: [] })
  await findNotices()
  await Promise.all([deliverNotices(), deliverNotices(), deliverNotices()])
  for (const email of [owner, concerned]) {
    const mails = await mailsTo(email ?? '')
    expect(mails.map((mail) => mail.subject)).toEqual([`Test team: 50% of the daily budget of member “${concerned}” is spent`])
    expect(mails[0]?.text).toContain(`the daily budget of member “${concerned}”`)
    expect(mails[0]?.text).toContain(`/${showId('team', team.teamId)}/budgets`)
  }
  expect((await mailsTo(admin ?? '')).map((mail) => mail.subject)).toEqual([`Test team：成员“${concerned}”的每天预算已用 50%`])
  for (const email of [other, viewer]) expect(await mailsTo(email ?? '')).toEqual([])
})

test('who is disabled, or has left before the mail goes out, gets none', async () => {
  const team = await makeTeam(1_000n)
  const [stays, disabled, leaves] = [
    await makeMember(team.teamId, 'owner'),
    await makeMember(team.teamId, 'admin'),
    await makeMember(team.teamId, 'admin'),
  ]
  await asPortal((tx) => tx.updateTable('core.users').set({ disabled_at: new Date() }).where('id', '=', disabled.userId).execute())
  await makeBudget(team, 100n)
  await spend(team, 55n)
  await findNotices()
  await asPortal((tx) => tx.deleteFrom('core.memberships').where('user_id', '=', leaves.userId).execute())
  await deliverNotices()
  const counts = await Promise.all([stays, disabled, leaves].map(async ({ userId }) => (await mailsTo(await emailOf(userId))).length))
  expect(counts).toEqual([1, 0, 0])
  const told = await asPortal((tx) =>
    tx.selectFrom('core.notice_deliveries').select(['user_id', 'state']).where('team_id', '=', team.teamId).orderBy('state').execute(),
  )
  expect(told).toEqual([
    { user_id: stays.userId, state: 'delivered' },
    { user_id: leaves.userId, state: 'given_up' },
  ])
})

test('a blocked key is told once per block', async () => {
  const team = await makeTeam()
  const owner = await makeMember(team.teamId, 'owner')
  const block = (status: string, reason: string | null) =>
    asPortal((tx) => tx.updateTable('core.api_keys').set({ status, block_reason: reason }).where('id', '=', team.keyId).execute())
  await block('blocked', 'consecutive_failures')
  await asPortal((tx) => tx.updateTable('core.api_keys').set({ blocked_at: new Date() }).where('id', '=', team.keyId).execute())
  await Promise.all([findNotices(), findNotices(), findNotices()])
  expect(await noticesOf(team)).toMatchObject([{ kind: 'key.blocked', payload: { key_name: 'Test key', reason: 'consecutive_failures' } }])
  await deliverNotices()
  expect((await mailsTo(await emailOf(owner.userId)))[0]?.text).toContain('too many failed requests in a row')
})

test('a webhook gets its kinds, signed, once, however many processes send', async () => {
  const team = await makeTeam(1_000n)
  const { webhook, secret } = await createWebhook(systemActor, { teamId: team.teamId, url: receiver.url, events: ['budget.threshold'] })
  await createWebhook(systemActor, { teamId: team.teamId, url: `${receiver.url}/other`, events: ['key.blocked'] })
  await makeBudget(team, 100n)
  await spend(team, 50n)
  await findNotices()
  receiver.received.length = 0
  await Promise.all(Array.from({ length: 6 }, deliverNotices))
  const [message] = receiver.received
  expect(receiver.received).toHaveLength(1)
  expect(message?.message).toMatchObject({ type: 'budget.threshold', data: { percent: 50, team_id: showId('team', team.teamId) } })
  expect(message?.headers['webhook-id']).toMatch(/^note_/)
  expect(Math.abs(Number(message?.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
  expect(message && isSignedWith(message, secret)).toBe(true)
  expect(message && isSignedWith({ ...message, body: `${message.body} ` }, secret)).toBe(false)
  const { items } = await listDeliveries(systemActor, { webhookId: webhook.id })
  expect(items).toMatchObject([
    { state: 'delivered', kind: 'budget.threshold', attempts: [{ status: 204, error: null }], nextAttemptAt: null },
  ])
})

test('what is not taken is sent again, later each time, under the same id, until it is given up', async () => {
  const team = await makeTeam(1_000n)
  const { webhook } = await createWebhook(systemActor, { teamId: team.teamId, url: receiver.url, events: ['budget.threshold'] })
  await makeBudget(team, 100n)
  await spend(team, 50n)
  await findNotices()
  receiver.received.length = 0
  receiver.answers.push(500, 301, ...Array.from({ length: 20 }, () => 503))
  for (let attempt = 1; attempt <= backoffSeconds.length + 1; attempt++) {
    const startedAt = Date.now()
    await deliverNotices()
    await deliverNotices()
    const { items } = await listDeliveries(systemActor, { webhookId: webhook.id })
    expect(items[0]?.attempts).toHaveLength(attempt)
    const wait = backoffSeconds[attempt - 1]
    if (wait === undefined) expect(items[0]).toMatchObject({ state: 'given_up', nextAttemptAt: null })
    else expect(Math.abs((items[0]?.nextAttemptAt?.getTime() ?? 0) - startedAt - wait * 1_000)).toBeLessThan(20_000)
    await makeDue(team)
  }
  await deliverNotices()
  expect(receiver.received).toHaveLength(backoffSeconds.length + 1)
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const { items } = await listDeliveries(systemActor, { webhookId: webhook.id })
  expect(items[0]?.attempts.slice(0, 2)).toMatchObject([
    { status: 500, error: 'HTTP 500' },
    { status: 301, error: 'HTTP 301' },
  ])
  receiver.answers.length = 0
})

test('what waits for a webhook that was switched off is given up; a changed address counts at once', async () => {
  const team = await makeTeam(1_000n)
  const webhook = async (url: string) =>
    (await createWebhook(systemActor, { teamId: team.teamId, url, events: ['budget.threshold'] })).webhook
  const [off, moved] = [await webhook('http://127.0.0.1:9/'), await webhook('http://127.0.0.1:9/')]
  await makeBudget(team, 100n)
  await spend(team, 50n)
  await findNotices()
  await deliverNotices()
  await updateWebhook(systemActor, { webhookId: off.id, enabled: false })
  await updateWebhook(systemActor, { webhookId: moved.id, url: receiver.url })
  await makeDue(team)
  receiver.received.length = 0
  await deliverNotices()
  expect(receiver.received).toHaveLength(1)
  expect((await listDeliveries(systemActor, { webhookId: off.id })).items).toMatchObject([
    { state: 'given_up', attempts: [{ error: 'ECONNREFUSED' }, { error: 'webhook is off' }] },
  ])
  expect((await listDeliveries(systemActor, { webhookId: moved.id })).items).toMatchObject([{ state: 'delivered' }])
})

test('members of every role see how budgets stand; an outsider sees no team', async () => {
  const team = await makeTeam(1_000n)
  const viewer = await makeMember(team.teamId, 'viewer')
  const outsider = await makeMember((await makeTeam()).teamId, 'owner')
  await makeBudget(team, 100n, { scope: 'tag', scopeId: randomUUID() })
  await makeBudget(team, 100n, { period: 'total' })
  await spend(team, 80n)
  expect(await listBudgetStates(viewer, team.teamId)).toMatchObject([
    { scope: 'team', spentNanos: 80n, heldNanos: 0n, limitNanos: 100n, reached: [50, 80], startsAt: null, endsAt: null },
    { scope: 'tag', spentNanos: 0n, reached: [], startsAt: expect.any(Date), endsAt: expect.any(Date) },
  ])
  expect(await codeOf(listBudgetStates(outsider, team.teamId))).toBe('not_found')
})
