import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AdmitItem, admitRequest } from '#lib/ledger/admit-request'
import { setBudget } from '#lib/ledger/budgets'
import { creditTeam } from '#lib/ledger/credit-team'
import { refundRequest } from '#lib/ledger/refund-request'
import { releaseHolds } from '#lib/ledger/release-holds'
import { reverseEntry } from '#lib/ledger/reverse-entry'
import { settleRequest } from '#lib/ledger/settle-request'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { admissionOf, balanceOf, creditOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

type Act =
  | { act: 'admit'; team: number; hold: number; overdue: boolean; flexible: boolean }
  | { act: 'settle'; pick: number; charge: number }
  | { act: 'release' | 'refund' | 'reverse'; pick: number }
  | { act: 'credit'; team: number; amount: number }
  | { act: 'sweep' }

const index = fc.nat({ max: 60 })
const teamIndex = fc.nat({ max: 2 })
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('admit' as const),
      team: teamIndex,
      hold: fc.nat({ max: 60 }),
      overdue: fc.boolean(),
      flexible: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('settle' as const), pick: index, charge: fc.nat({ max: 80 }) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('release' as const, 'refund' as const, 'reverse' as const), pick: index }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('credit' as const), team: teamIndex, amount: fc.integer({ min: -50, max: 150 }) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('sweep' as const) }) },
)
/** Acts of one wave run at once; waves follow each other. */
const waves = fc.array(fc.array(act, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 8 })

class World {
  readonly admitted: AdmitItem[] = []
  readonly credits: string[] = []
  readonly teams: TestTeam[]

  constructor(teams: TestTeam[]) {
    this.teams = teams
  }

  async run(step: Act): Promise<void> {
    switch (step.act) {
      case 'admit': {
        const item = admissionOf(pick(this.teams, step.team), {
          holdNanos: BigInt(step.hold),
          fixedNanos: step.flexible ? 1n : BigInt(step.hold),
          outputNanosPerMillion: 1_000_000n,
          leastTokens: step.flexible ? 3 : null,
          ttlMs: step.overdue ? -1 : 60_000,
        })
        const { kind } = await admitRequest(item)
        if (kind === 'held' || kind === 'lowered') this.admitted.push(item)
        return
      }
      case 'settle': {
        const item = pick(this.admitted, step.pick)
        if (item) await settleRequest(settlementOf(item, BigInt(step.charge)))
        return
      }
      case 'release': {
        const item = pick(this.admitted, step.pick)
        if (item) await releaseHolds([item])
        return
      }
      case 'refund': {
        const item = pick(this.admitted, step.pick)
        if (item) await asPortal((tx) => refundRequest(tx, item.requestId, 'test', 'test'))
        return
      }
      case 'reverse': {
        const entry = pick(this.credits, step.pick)
        if (entry) await asPortal((tx) => reverseEntry(tx, entry, 'test', 'test'))
        return
      }
      case 'credit': {
        const outcome = await asPortal((tx) => creditTeam(tx, creditOf(pick(this.teams, step.team), BigInt(step.amount))))
        if (outcome.outcome === 'created') this.credits.push(outcome.entryId)
        return
      }
      case 'sweep':
        await sweepHolds()
    }
  }
}

function pick<T>(from: T[], at: number): T {
  return from[at % Math.max(from.length, 1)] as T
}

test('any interleaving of admit, settle, release, credit, refund, reverse and sweep leaves the books whole', async () => {
  await fc.assert(
    fc.asyncProperty(waves, async (plan) => {
      const teams = await Promise.all([makeTeam(0n), makeTeam(100n), makeTeam(300n)])
      for (const team of teams) {
        await asPortal((tx) =>
          setBudget(tx, {
            id: newId(),
            teamId: team.teamId,
            scope: 'team',
            scopeId: team.teamId,
            amountNanos: 200n,
            period: 'day',
            timeZone: 'UTC',
          }),
        )
      }
      const world = new World(teams)
      for (const wave of plan) {
        await Promise.all(wave.map((step) => world.run(step)))
        await expectBooksToBalance()
      }
    }),
    { numRuns: 40, endOnFailure: false },
  )
}, 120_000)

test('admission alone never takes available credit below zero, and holds exactly the open requests', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ hold: fc.nat({ max: 90 }), flexible: fc.boolean() }), { minLength: 1, maxLength: 60 }),
      async (wishes) => {
        const team = await makeTeam(200n)
        const world = new World([team])
        await Promise.all(wishes.map((wish) => world.run({ act: 'admit', team: 0, overdue: false, ...wish })))
        const { availableNanos } = await balanceOf(team)
        expect(availableNanos >= 0n).toBe(true)
        const { rows } = await asAdmin(`select count(*)::int as open from ledger.holds where team_id = '${team.teamId}'`)
        expect(rows[0]?.open).toBe(world.admitted.length)
      },
    ),
    { numRuns: 40 },
  )
  await expectBooksToBalance()
}, 120_000)

async function asAdmin(statement: string) {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  try {
    return await client.query<{ open: number }>(statement)
  } finally {
    await client.end()
  }
}
