import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { cutBuckets } from '#lib/portal/usage/cut-buckets'
import { rankTeams, sumInstallationUsage } from '#lib/portal/usage/sum-installation-usage'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'
import { setPortalEnvironment } from '#tests/integration/portal/personas'
import { foldEverything } from '#tests/support/fold-everything'
import { admissionOf, makeTeam, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

const [hourMs, dayMs] = [3_600_000, 86_400_000]
const firstDay = Date.parse('2026-11-08T00:00:00Z')
const hours = 72
let database: TestDatabase

beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  const channelId = newId()
  // Two teams, each with a request in every quarter of three days.
  for (const team of [await makeTeam(), await makeTeam()]) {
    const quarters = Array.from({ length: hours * 4 }, (_, quarter) => firstDay + (quarter * hourMs) / 4)
    await Promise.all(
      quarters.map((at) => settleRequest(settlementOf(admissionOf(team, { requestId: idAt(at) }), 10n, { channelId, model: 'one' }))),
    )
  }
  await foldEverything()
})
afterAll(() => database.drop())

/** A request id made at this moment, so that its row belongs there. */
let serial = 0
function idAt(atMs: number): string {
  const ms = atMs.toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${(++serial).toString(16).padStart(12, '0')}`
}

/** Rows of these tables that one piece of work reads, those it then leaves out too. */
async function rowsRead(transaction: RoleTransaction, work: () => Promise<unknown>): Promise<Record<string, number>> {
  const read = async () => {
    const { rows } = await sql<{ table: string; read: number }>`
      select relname as table, (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::integer as read
      from pg_stat_xact_all_tables where schemaname = 'usage'
    `.execute(transaction)
    return new Map(rows.map((row) => [row.table, row.read]))
  }
  // The counts of transactions that the server has not yet told its collector are in them too.
  const before = await read()
  await work()
  return Object.fromEntries([...(await read())].map(([table, count]) => [table, count - (before.get(table) ?? 0)]))
}

// A day compared with the one before as far as its clock has come: the end of that falls anywhere within an hour.
test.each([
  { zone: 'UTC', startsAt: '2026-11-09T00:00:00Z', into: 9, quarters: 0 },
  { zone: 'UTC', startsAt: '2026-11-09T00:00:00Z', into: 9.25, quarters: 4 },
  { zone: 'UTC', startsAt: '2026-11-09T00:00:00Z', into: 0.75, quarters: 4 },
  { zone: 'Asia/Kolkata', startsAt: '2026-11-09T18:30:00Z', into: 9, quarters: 16 },
])(
  '$into hours into a day of $zone, only the hours that a cut divides are read by the quarter',
  async ({ zone, startsAt, into, quarters }) => {
    const from = new Date(startsAt)
    const period = { from, to: new Date(from.getTime() + dayMs) }
    const previous = { from: new Date(from.getTime() - dayMs), to: new Date(from.getTime() - dayMs + into * hourMs) }
    const read = await asPortal(async (transaction) => {
      // What the planner would do on a large installation.
      await sql`set local enable_seqscan = off`.execute(transaction)
      const cuts = await cutBuckets(transaction, { ...period, previous, timeZone: zone, bucket: 'day', now: period.to })
      const read = await rowsRead(transaction, async () => {
        const sums = await sumInstallationUsage(transaction, cuts, ['bucket'])
        const before = sums.filter((row) => row.is_previous)
        expect(before.reduce((sum, row) => sum + Number(row.requests), 0)).toBe(into * 8)
      })
      return { ...read, ranking: await rowsRead(transaction, () => rankTeams(transaction, period, 8)) }
    })
    expect(read).toMatchObject({ quarter_totals: quarters, rollups: 0, requests: 0 })
    // Of roll-ups, which each team has its own of, the ranking wants what lies at the two ends.
    expect(read.ranking.rollups).toBeLessThanOrEqual(8)
  },
)
