import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { keepHold } from '#lib/ledger/keep-hold'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { admissionOf, balanceOf, makeTeam, requestRow } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(() => void vi.useRealTimers())

test('a stream that outlives its deadline keeps its hold until it ends', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const team = await makeTeam(100n)
  const kept = admissionOf(team, { ttlMs: -1 })
  const dropped = admissionOf(team, { ttlMs: -1 })
  await Promise.all([admitRequest(kept), admitRequest(dropped)])
  const stopKeeping = keepHold(kept.requestId)
  keepHold(dropped.requestId)()
  await vi.advanceTimersByTimeAsync(60_000)
  const admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  await vi.waitFor(async () => {
    const { rows } = await admin.query('select request_id from ledger.holds where deadline > now()')
    expect(rows).toEqual([{ request_id: kept.requestId }])
  })
  await admin.end()
  expect(await sweepHolds()).toBe(1)
  expect(await requestRow(dropped.requestId)).toMatchObject({ status: 'orphaned' })
  expect(await balanceOf(team)).toMatchObject({ heldNanos: 10n })
  stopKeeping()
  expect(vi.getTimerCount()).toBe(0)
})
