import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asPortal } from '#lib/shared/database/as-role'
import { newId, timeOfId } from '#lib/shared/ids'
import { generateDatabaseTypes } from '#scripts/database-types'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let admin: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

test('the committed database types are those of the migrations', async () => {
  const committed = readFileSync(new URL('../../../lib/shared/database/types.ts', import.meta.url), 'utf8')
  expect(await generateDatabaseTypes(database.adminUrl)).toBe(committed)
})

test('the database reads the same millisecond from an id as the process that made it', async () => {
  const id = newId()
  const { rows } = await asPortal((tx) => sql<{ at: Date }>`select core.time_of_id(${id}) as at`.execute(tx))
  expect(rows[0]?.at).toEqual(timeOfId(id))
})

test('ids the database makes are UUIDv7 of the present', async () => {
  const { rows } = await admin.query<{ id: string }>('select core.new_id() as id')
  const id = rows[0]?.id ?? ''
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Math.abs(timeOfId(id).getTime() - Date.now())).toBeLessThan(60_000)
})

test('partitions are made ahead, once, and take in rows that came before them', async () => {
  const far = '01a00000-0000-7000-8000-000000000001'
  await admin.query(
    "insert into usage.requests (id, started_at, team_id, key_id, model, wire, status) select $1, date_trunc('month', now()) + interval '5 months 3 days', $1, $1, 'm', 'openai-chat', 'succeeded'",
    [far],
  )
  const ensure = async (months: number) =>
    (await admin.query<{ made: number }>('select usage.ensure_partitions($1) as made', [months])).rows[0]?.made
  expect(await ensure(3)).toBe(0)
  expect(await ensure(6)).toBe(3)
  expect(await ensure(6)).toBe(0)
  const { rows } = await admin.query<{ partition: string }>(
    'select tableoid::regclass::text as partition from usage.requests where id = $1',
    [far],
  )
  expect(rows[0]?.partition).toMatch(/^usage\.requests_\d{4}_\d{2}$/)
  const open = await admin.query(
    "select relname from pg_class where relnamespace = 'usage'::regnamespace and relkind in ('r', 'p') and not relrowsecurity",
  )
  expect(open.rows).toEqual([])
})

test.each([
  ['day', 'Asia/Shanghai', '2026-03-01T15:59:59Z', '2026-02-28T16:00:00.000Z'],
  ['day', 'Asia/Shanghai', '2026-03-01T16:00:00Z', '2026-03-01T16:00:00.000Z'],
  ['day', 'America/New_York', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00.000Z'],
  ['day', 'America/New_York', '2026-03-09T12:00:00Z', '2026-03-09T04:00:00.000Z'],
  ['week', 'UTC', '2026-11-22T23:59:59Z', '2026-11-16T00:00:00.000Z'],
  ['month', 'UTC', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00.000Z'],
])('a %s in %s that contains %s starts at %s', async (period, zone, at, start) => {
  const { rows } = await admin.query<{ start: Date }>('select ledger.period_start($1, $2, $3) as start', [period, zone, at])
  expect(rows[0]?.start.toISOString()).toBe(start)
})
