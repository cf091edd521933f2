import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AdmitItem, admitRequest } from '#lib/ledger/admit-request'
import { endBudget, listBudgetSubjects, setBudget } from '#lib/ledger/budgets'
import { settleRequest } from '#lib/ledger/settle-request'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { budgetState, contextOf, makeBudget } from '#tests/support/budgets'
import { admissionOf, balanceOf, expectBooksToBalance, makeTeam, settlementOf } from '#tests/support/ledger'
import { seededRandom } from '#tests/support/seeded-random'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const kindOf = async (item: AdmitItem) => (await admitRequest(item)).kind

test('1,000 concurrent requests across five overlapping budgets: never more than fit, and none refused that would have fitted', async () => {
  const team = await makeTeam(1_000_000n)
  const [anna, bert] = [randomUUID(), randomUUID()]
  const key = { id: newId(), team_id: team.teamId, name: 'second', display: 'tg-…' }
  await asPortal((tx) => tx.insertInto('core.api_keys').values(key).execute())
  const budgets = [
    await makeBudget(team, 3_000n, { period: 'month' }),
    await makeBudget(team, 1_200n, { scope: 'member', scopeId: anna, period: 'week' }),
    await makeBudget(team, 1_100n, { scope: 'key', scopeId: key.id }),
    await makeBudget(team, 900n, { scope: 'tag', scopeId: 'night', period: 'quarter' }),
    await makeBudget(team, 95n, { perEndUser: true, period: 'total' }),
  ] as const
  const random = seededRandom(7)
  const choose = <T>(...from: T[]): T => from[Math.floor(random() * from.length)] as T
  const items = Array.from({ length: 1_000 }, () =>
    admissionOf(team, {
      keyId: choose(team.keyId, key.id),
      memberId: choose(anna, bert, null),
      tags: choose(['night'], ['day', 'night'], []),
      endUser: choose(...Array.from({ length: 60 }, (_, i) => `user-${i}`), null),
    }),
  )
  const verdicts = await Promise.all(items.map(admitRequest))
  const held = items.filter((_, i) => verdicts[i]?.kind === 'held')
  expect(verdicts.filter(({ kind }) => kind !== 'held' && kind !== 'over_budget')).toEqual([])
  await Promise.all(held.map((item) => settleRequest(settlementOf(item, 10n))))
  await expectBooksToBalance()

  const counts: ((item: AdmitItem) => string | null)[] = [
    () => 'team',
    (item) => (item.memberId === anna ? 'anna' : null),
    (item) => (item.keyId === key.id ? 'key' : null),
    (item) => (item.tags?.includes('night') ? 'night' : null),
    (item) => item.endUser ?? null,
  ]
  const spent = new Map<string, number>()
  const subjectsOf = (item: AdmitItem) => counts.map((count, n) => ({ n, name: count(item) })).filter(({ name }) => name !== null)
  for (const item of held) for (const { n, name } of subjectsOf(item)) spent.set(`${n} ${name}`, (spent.get(`${n} ${name}`) ?? 0) + 10)
  for (const [subject, total] of spent) expect(total).toBeLessThanOrEqual(Number(budgets[Number(subject.split(' ')[0])]?.amountNanos))
  const isFull = ({ n, name }: { n: number; name: string | null }) =>
    (spent.get(`${n} ${name}`) ?? 0) + 10 > Number(budgets[n]?.amountNanos ?? 0n)
  const falselyRefused = items.filter((item, i) => verdicts[i]?.kind === 'over_budget' && !subjectsOf(item).some(isFull))
  expect(falselyRefused).toEqual([])
  expect(held.length).toBeGreaterThan(100)
  for (const [n, budget] of budgets.slice(0, 4).entries())
    expect((await budgetState(team, budget.id)).spent_nanos).toBe(BigInt(spent.get(`${n} ${['team', 'anna', 'key', 'night'][n]}`) ?? 0))
}, 120_000)

test('500 at once on a budget for exactly 37 are admitted 37 times, by end user as well', async () => {
  const team = await makeTeam(1_000_000n)
  await makeBudget(team, 370n, { perEndUser: true })
  const items = Array.from({ length: 500 }, (_, i) => admissionOf(team, { endUser: i % 5 === 0 ? 'rare' : 'busy' }))
  const kinds = await Promise.all(items.map(kindOf))
  expect(items.filter((item, i) => kinds[i] === 'held' && item.endUser === 'busy')).toHaveLength(37)
  expect(items.filter((item, i) => kinds[i] === 'held' && item.endUser === 'rare')).toHaveLength(37)
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 740n })
  await expectBooksToBalance()
}, 60_000)

test('a budget per end user counts each apart, not who names none, and opens no period for who did not ask', async () => {
  const team = await makeTeam(1_000n)
  const budget = await makeBudget(team, 10n, { scope: 'key', scopeId: team.keyId, perEndUser: true, timeZone: 'Asia/Shanghai' })
  const other = await makeTeam(1_000n)
  expect(await kindOf(admissionOf(team, { endUser: 'a' }))).toBe('held')
  expect(await kindOf(admissionOf(team, { endUser: 'a' }))).toBe('over_budget')
  expect(await kindOf(admissionOf(team, { endUser: 'b' }))).toBe('held')
  for (let i = 0; i < 3; i++) expect(await kindOf(admissionOf(team, { endUser: null }))).toBe('held')
  expect(await kindOf(admissionOf(other, { endUser: 'c' }))).toBe('held')
  const subjects = await asPortal((tx) => listBudgetSubjects(tx, team.teamId, budget.id, 10))
  expect(subjects.map((one) => [one.end_user, one.held_nanos])).toEqual([
    ['a', 10n],
    ['b', 10n],
  ])
  expect(await budgetState(team, budget.id)).toMatchObject({ per_end_user: true, end_user: 'a', held_nanos: 10n, thresholds: [] })
  expect(await asPortal((tx) => listBudgetSubjects(tx, other.teamId, budget.id, 10))).toEqual([])
  await expectBooksToBalance()
})

test('a budget of one named end user counts them by whichever key', async () => {
  const team = await makeTeam(1_000n)
  await makeBudget(team, 10n, { scope: 'end_user', scopeId: 'zoë' })
  expect(await kindOf(admissionOf(team, { endUser: 'zoë' }))).toBe('held')
  expect(await kindOf(admissionOf(team, { endUser: 'zoë' }))).toBe('over_budget')
  expect(await kindOf(admissionOf(team, { endUser: 'zoe' }))).toBe('held')
  expect(await kindOf(admissionOf(team))).toBe('held')
})

test('what the caller says of member and tags counts, whatever the row of the key says', async () => {
  const team = await makeTeam(1_000n)
  const [inRow, said] = [randomUUID(), randomUUID()]
  await asPortal((tx) => tx.updateTable('core.api_keys').set({ created_by: inRow }).where('id', '=', team.keyId).execute())
  await makeBudget(team, 0n, { scope: 'member', scopeId: inRow })
  await makeBudget(team, 0n, { scope: 'tag', scopeId: 'x' })
  expect(await kindOf(admissionOf(team, { memberId: said, tags: ['y'] }))).toBe('held')
  expect(await kindOf(admissionOf(team, { memberId: null, tags: [] }))).toBe('held')
  expect(await kindOf(admissionOf(team, { memberId: inRow, tags: [] }))).toBe('over_budget')
  expect(await kindOf(admissionOf(team, { memberId: said, tags: ['y', 'x'] }))).toBe('over_budget')
})

test('of one batch each request is held in the budgets that count it, and in no other', async () => {
  const [team, other] = [await makeTeam(1_000n), await makeTeam(1_000n)]
  const [anna, bert] = [randomUUID(), randomUUID()]
  const whole = await makeBudget(team, 500n)
  const ofAnna = await makeBudget(team, 500n, { scope: 'member', scopeId: anna })
  const ofNight = await makeBudget(team, 500n, { scope: 'tag', scopeId: 'night' })
  const ofBig = await makeBudget(team, 500n, { scope: 'model', scopeId: 'big' })
  const each = await makeBudget(team, 500n, { perEndUser: true })
  const ofOther = await makeBudget(other, 500n)
  const items = [
    admissionOf(team, { memberId: anna, tags: ['night'], endUser: 'zoe' }),
    admissionOf(team, { memberId: anna, tags: ['night'], endUser: 'zoe', holdNanos: 11n }),
    admissionOf(team, { memberId: anna, tags: [], endUser: 'zoe' }),
    admissionOf(team, { memberId: bert, tags: ['day', 'night'], model: 'big' }),
    admissionOf(team),
    admissionOf(other, { memberId: anna, tags: ['night'], model: 'big', endUser: 'zoe' }),
    admissionOf(team, { policyVersion: 7n, holdNanos: 100n }),
  ]
  const kinds = await Promise.all(items.map(kindOf))
  expect(kinds).toEqual([...items.slice(1).map(() => 'held'), 'key_changed'])
  const heldIn = async (of: typeof team, { id }: { id: string }) => (await budgetState(of, id)).held_nanos
  expect(await Promise.all([whole, ofAnna, ofNight, ofBig, each].map((budget) => heldIn(team, budget)))).toEqual([51n, 31n, 31n, 10n, 31n])
  expect(await heldIn(other, ofOther)).toBe(10n)
  await Promise.all(items.slice(0, -1).map((item) => settleRequest(settlementOf(item, 4n))))
  const spentOf = async (budget: { id: string }) =>
    (({ spent_nanos, held_nanos }) => [spent_nanos, held_nanos])(await budgetState(team, budget.id))
  expect(await Promise.all([whole, ofAnna, ofNight, ofBig, each].map(spentOf))).toEqual([
    [20n, 0n],
    [12n, 0n],
    [12n, 0n],
    [4n, 0n],
    [12n, 0n],
  ])
  await expectBooksToBalance()
})

test('a change counts from the next request', async () => {
  const team = await makeTeam(1_000n)
  const budget = await makeBudget(team, 10n)
  const change = (part: object) => asPortal((tx) => setBudget(tx, { ...budget, ...part }))
  expect(await kindOf(admissionOf(team))).toBe('held')
  expect(await kindOf(admissionOf(team))).toBe('over_budget')
  await change({ amountNanos: 20n })
  expect(await kindOf(admissionOf(team))).toBe('held')
  await change({ amountNanos: 5n })
  expect(await admitRequest(admissionOf(team, { holdNanos: 1n, fixedNanos: 1n }))).toMatchObject({
    kind: 'over_budget',
    availableNanos: 0n,
  })
  await change({ mode: 'soft' })
  expect(await kindOf(admissionOf(team))).toBe('held')
  await change({ mode: 'hard' })
  expect(await kindOf(admissionOf(team))).toBe('over_budget')
  await asPortal((tx) => endBudget(tx, budget.id))
  expect(await kindOf(admissionOf(team))).toBe('held')
  await expectBooksToBalance()
})

test('left out, mode, thresholds and fallback stay as they are', async () => {
  const team = await makeTeam(1_000n)
  const budget = await makeBudget(team, 10n, { mode: 'soft', thresholds: [25], onExhaustedModel: 'small' })
  await asPortal((tx) =>
    setBudget(tx, { ...budget, amountNanos: 11n, mode: undefined, thresholds: undefined, onExhaustedModel: undefined }),
  )
  expect(await budgetState(team, budget.id)).toMatchObject({
    amount_nanos: 11n,
    mode: 'soft',
    thresholds: [25],
    on_exhausted_model: 'small',
  })
  await asPortal((tx) => setBudget(tx, { ...budget, onExhaustedModel: null }))
  expect(await budgetState(team, budget.id)).toMatchObject({ on_exhausted_model: null })
})

test('a soft budget counts what passes it and refuses nothing', async () => {
  const team = await makeTeam(1_000n)
  const budget = await makeBudget(team, 15n, { mode: 'soft' })
  const items = [admissionOf(team), admissionOf(team), admissionOf(team)]
  for (const item of items) {
    expect(await kindOf(item)).toBe('held')
    await settleRequest(settlementOf(item, 10n))
  }
  expect(await budgetState(team, budget.id)).toMatchObject({ spent_nanos: 30n, held_nanos: 0n })
  await makeBudget(team, 15n)
  expect(await Promise.all(Array.from({ length: 4 }, () => kindOf(admissionOf(team))))).toEqual([
    'held',
    'over_budget',
    'over_budget',
    'over_budget',
  ])
  await expectBooksToBalance()
})

test('the budget that refuses is told with its fallback; of two with the same room, the one that blocks', async () => {
  const team = await makeTeam(1_000n)
  const cheaper = await makeBudget(team, 5n, { scope: 'model', scopeId: 'big', period: 'month', onExhaustedModel: 'small' })
  expect(await admitRequest(admissionOf(team, { model: 'big' }))).toEqual({
    kind: 'over_budget',
    affordableTokens: 0,
    availableNanos: 5n,
    budgetId: cheaper.id,
    scope: 'model',
    period: 'month',
    name: 'big',
    perEndUser: false,
    amountNanos: 5n,
    endsAt: expect.any(Date),
    fallbackModel: 'small',
  })
  expect(await kindOf(admissionOf(team, { model: 'small' }))).toBe('held')
  const blocking = await makeBudget(team, 5n, { scope: 'key', scopeId: team.keyId })
  expect(await admitRequest(admissionOf(team, { model: 'big' }))).toMatchObject({ budgetId: blocking.id, fallbackModel: null })
})

test('a request keeps what it said of itself, however it is written, and is charged', async () => {
  const team = await makeTeam(1_000n)
  const item = admissionOf(team, { endUser: 'a\0b\ud800' })
  expect(await kindOf(item)).toBe('held')
  const context = {
    client: 'codex',
    endUser: 'a\0b\ud800',
    tags: ['x\0', 'ü'],
    metadata: { 'k\0': 'v\udc00' },
    address: 'fe80::1%eth0',
  }
  expect(await settleRequest(settlementOf(item, 10n, context))).toBe('charged')
  expect(await contextOf(item.requestId)).toEqual({
    client: 'codex',
    end_user: 'ab\ufffd',
    tags: ['x', 'ü'],
    metadata: { k: 'v\ufffd' },
    address: 'fe80::1',
  })
  const strange = admissionOf(team)
  await admitRequest(strange)
  await settleRequest(settlementOf(strange, 10n, { address: 'not an address' }))
  expect(await contextOf(strange.requestId)).toMatchObject({ client: null, tags: null, metadata: null, address: null })
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 980n, heldNanos: 0n })
  await expectBooksToBalance()
})
