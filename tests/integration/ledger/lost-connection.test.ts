import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { retryCommit } from '#lib/ledger/retry-commit'
import { settleRequest } from '#lib/ledger/settle-request'
import { admissionOf, balanceOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let owner: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Pool({ connectionString: database.adminUrl })
  // Dropping the database may end a connection that is still saying goodbye.
  owner.on('connect', (client) => client.on('error', () => undefined))
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** Runs a ledger call whose connection the database closes while the call waits for the team's row. */
async function losingConnection<T>(team: TestTeam, call: () => Promise<T>): Promise<T> {
  const holder = await owner.connect()
  await holder.query('begin')
  await holder.query('select from ledger.team_balances where team_id = $1 for update', [team.teamId])
  const outcome = call()
  // A call that fails is for the caller to see, not for the process.
  outcome.catch(() => undefined)
  const ended = await vi.waitUntil(async () => {
    const { rowCount } = await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = 'tollgate_gateway' and wait_event_type = 'Lock'`,
    )
    return rowCount
  }, 10_000)
  await holder.query('rollback')
  holder.release()
  expect(ended).toBe(1)
  return outcome
}

test('an admission and a settlement outlive the loss of their connection, and count once', async () => {
  const team = await makeTeam(100n)
  const item = admissionOf(team)
  expect(await losingConnection(team, () => admitRequest(item))).toEqual({ kind: 'held' })
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 10n })
  expect(await losingConnection(team, () => settleRequest(settlementOf(item, 7n)))).toBe('charged')
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 93n, heldNanos: 0n })
  await expectBooksToBalance()
})

const failure = (code: string) => Object.assign(new Error('from Postgres'), { code })

test.each(['57P01', '40P01', '40001', 'ECONNRESET'])('a call that failed once with %s is made again', async (code) => {
  const call = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure(code)).mockResolvedValueOnce('done')
  expect(await retryCommit(2, call)).toBe('done')
  expect(call).toHaveBeenCalledTimes(2)
})

test('a call is made as often as allowed, and once where the failure is its own', async () => {
  const lost = vi.fn<() => Promise<string>>().mockRejectedValue(failure('57P01'))
  await expect(retryCommit(2, lost)).rejects.toMatchObject({ code: '57P01' })
  expect(lost).toHaveBeenCalledTimes(2)
  const broken = vi.fn<() => Promise<string>>().mockRejectedValue(failure('23505'))
  await expect(retryCommit(2, broken)).rejects.toMatchObject({ code: '23505' })
  expect(broken).toHaveBeenCalledTimes(1)
})
