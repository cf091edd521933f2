import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AdmitItem, admitRequest } from '#lib/ledger/admit-request'
import { type BudgetInput, endBudget, listBudgets, raiseBudget, setBudget } from '#lib/ledger/budgets'
import { releaseHolds } from '#lib/ledger/release-holds'
import { settleRequest } from '#lib/ledger/settle-request'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { takeCrossings } from '#lib/ledger/budget-crossings'
import { asPortal } from '#lib/shared/database/as-role'
import { holdLedgerClock, type LedgerClock, makeBudget } from '#tests/support/budgets'
import { admissionOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let clock: LedgerClock
beforeAll(async () => {
  database = await createTestDatabase()
  clock = await holdLedgerClock(database)
})
afterAll(async () => {
  await clock.close()
  await database.drop()
})

const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'America/Havana', 'Pacific/Kiritimati'] as const
const periods = ['day', 'week', 'month', 'quarter', 'total'] as const
const index = fc.nat({ max: 40 })
const endUser = fc.constantFrom('a', 'b', null)

type Act =
  | { act: 'admit'; hold: number; tag: boolean; endUser: string | null; overdue: boolean }
  | { act: 'settle'; pick: number; share: number }
  | { act: 'release' | 'end'; pick: number }
  | { act: 'change'; pick: number; amount: number; period: number; zone: number; soft: boolean }
  | { act: 'raise'; pick: number; extra: number; hours: number }
  | { act: 'sweep' | 'notice' }

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constant('admit' as const),
      hold: fc.nat({ max: 30 }),
      tag: fc.boolean(),
      endUser,
      overdue: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('settle' as const), pick: index, share: fc.integer({ min: 0, max: 100 }) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('release' as const, 'end' as const), pick: index }) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('change' as const),
      pick: index,
      amount: fc.nat({ max: 150 }),
      period: fc.nat({ max: 4 }),
      zone: fc.nat({ max: 4 }),
      soft: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('raise' as const),
      pick: index,
      extra: fc.nat({ max: 60 }),
      hours: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('sweep' as const, 'notice' as const) }) },
)
/** Acts of one wave run at once; between waves time moves on by so many hours. */
const waves = fc.array(fc.record({ acts: fc.array(act, { minLength: 1, maxLength: 14 }), hours: fc.nat({ max: 90 }) }), {
  minLength: 1,
  maxLength: 8,
})

const pick = <T>(from: T[], at: number): T | undefined => from[at % Math.max(from.length, 1)]

class World {
  readonly open: AdmitItem[] = []
  now = new Date('2026-10-30T20:00:00Z')
  readonly team: TestTeam
  readonly budgets: BudgetInput[]

  constructor(team: TestTeam, budgets: BudgetInput[]) {
    this.team = team
    this.budgets = budgets
  }

  async run(step: Act): Promise<void> {
    switch (step.act) {
      case 'admit': {
        const hold = BigInt(step.hold)
        const tags = step.tag ? ['night'] : []
        const ttlMs = step.overdue ? -1 : 2_000_000_000
        const item = admissionOf(this.team, { holdNanos: hold, fixedNanos: hold, tags, memberId: null, endUser: step.endUser, ttlMs })
        if ((await admitRequest(item)).kind === 'held') this.open.push(item)
        return
      }
      case 'settle': {
        const item = pick(this.open, step.pick)
        if (item) await settleRequest(settlementOf(item, (item.holdNanos * BigInt(step.share)) / 100n))
        return
      }
      case 'release': {
        const item = pick(this.open, step.pick)
        if (item) await releaseHolds([item])
        return
      }
      case 'end': {
        const budget = pick(this.budgets, step.pick)
        if (budget) await asPortal((tx) => endBudget(tx, budget.id))
        return
      }
      case 'change': {
        const budget = pick(this.budgets, step.pick)
        const mode = step.soft ? 'soft' : 'hard'
        const change = {
          amountNanos: BigInt(step.amount),
          period: periods[step.period] ?? 'day',
          timeZone: zones[step.zone] ?? 'UTC',
          mode,
        } as const
        if (budget) await asPortal((tx) => setBudget(tx, { ...budget, ...change }))
        return
      }
      case 'raise': {
        const budget = pick(this.budgets, step.pick)
        const until = new Date(this.now.getTime() + step.hours * 3_600_000)
        if (budget) await asPortal((tx) => raiseBudget(tx, budget.id, BigInt(step.extra), until))
        return
      }
      case 'sweep':
        await sweepHolds()
        return
      case 'notice':
        await asPortal(takeCrossings)
    }
  }
}

test('however requests, changes of budgets and time interleave, each period spent what its requests were charged', async () => {
  await fc.assert(
    fc.asyncProperty(waves, async (plan) => {
      const team = await makeTeam(100_000n)
      const budgets = [
        await makeBudget(team, 120n, { timeZone: 'America/New_York' }),
        await makeBudget(team, 90n, { scope: 'tag', scopeId: 'night', period: 'week' }),
        await makeBudget(team, 60n, { perEndUser: true, period: 'day', timeZone: 'Asia/Shanghai' }),
        await makeBudget(team, 50n, { scope: 'end_user', scopeId: 'a', period: 'month', mode: 'soft' }),
      ]
      const world = new World(team, budgets)
      for (const { acts, hours } of plan) {
        world.now = new Date(world.now.getTime() + hours * 3_600_000)
        await clock.set(world.now.toISOString())
        await Promise.all(acts.map((step) => world.run(step)))
        await expectBooksToBalance()
        for (const state of await asPortal((tx) => listBudgets(tx, team.teamId))) {
          const [from, to] = [state.starts_at?.getTime() ?? -Infinity, state.ends_at?.getTime() ?? Infinity]
          expect(to).toBeGreaterThan(world.now.getTime())
          // Havana's clock strikes midnight twice: the period may be said to begin at the second.
          expect(from).toBeLessThanOrEqual(world.now.getTime() + 3_600_000)
        }
      }
    }),
    { numRuns: 30, endOnFailure: false },
  )
}, 180_000)

test('without changes no hard budget ever holds and spends more than its amount, where charges keep within holds', async () => {
  const hold = fc.record({
    hold: fc.nat({ max: 25 }),
    tag: fc.boolean(),
    endUser,
    share: fc.integer({ min: 0, max: 100 }),
    hours: fc.nat({ max: 30 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(hold, { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 5 }), async (plan) => {
      const team = await makeTeam(100_000n)
      await makeBudget(team, 120n, { timeZone: 'America/Havana' })
      await makeBudget(team, 90n, { scope: 'tag', scopeId: 'night', period: 'week' })
      await makeBudget(team, 60n, { perEndUser: true, period: 'total' })
      let now = new Date('2026-10-30T20:00:00Z').getTime()
      for (const wave of plan) {
        now += (wave[0]?.hours ?? 0) * 3_600_000
        await clock.set(new Date(now).toISOString())
        const admitted = await Promise.all(
          wave.map(async (wish) => {
            const nanos = BigInt(wish.hold)
            const item = admissionOf(team, { holdNanos: nanos, fixedNanos: nanos, tags: wish.tag ? ['night'] : [], endUser: wish.endUser })
            return (await admitRequest(item)).kind === 'held' ? { item, share: BigInt(wish.share) } : null
          }),
        )
        const expectWithin = async () => {
          for (const state of await asPortal((tx) => listBudgets(tx, team.teamId)))
            expect(state.spent_nanos + state.held_nanos).toBeLessThanOrEqual(state.limit_nanos)
        }
        await expectWithin()
        await Promise.all(admitted.map((one) => one && settleRequest(settlementOf(one.item, (one.item.holdNanos * one.share) / 100n))))
        await expectWithin()
      }
      await expectBooksToBalance()
    }),
    { numRuns: 30, endOnFailure: false },
  )
}, 180_000)
