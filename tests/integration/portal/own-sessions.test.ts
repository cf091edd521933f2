import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteSessionUse } from '#lib/portal/accounts/note-session-use'
import { endOwnSession, listOwnSessions } from '#lib/portal/accounts/own-sessions'
import { asPortal } from '#lib/shared/database/as-role'
import { forgetProcessState } from '#lib/shared/process-state'
import { auditOf, codeOf, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** The columns that both auth servers have. */
async function makeAuthSchema(): Promise<void> {
  await owner.query('create schema if not exists auth')
  await owner.query(
    'create table auth.sessions (id uuid primary key, user_id uuid, created_at timestamptz default now(), refreshed_at timestamp, not_after timestamptz, user_agent text)',
  )
  await owner.query('create table auth.refresh_tokens (token text, user_id uuid, session_id uuid)')
}

async function signIn(userId: string, userAgent: string): Promise<string> {
  const id = randomUUID()
  await owner.query('insert into auth.sessions (id, user_id, user_agent) values ($1, $2, $3)', [id, userId, userAgent])
  await owner.query('insert into auth.refresh_tokens values ($1, $2, $3)', [randomUUID(), userId, id])
  return id
}

test('where the auth server keeps its sessions elsewhere, there are none to see or to end', async () => {
  const person = await makePerson()
  expect(await listOwnSessions(person)).toEqual([])
  expect(await codeOf(endOwnSession(person, randomUUID()))).toBe('not_found')
})

test('people see their own sessions and end one of them for good; nobody else’s', async () => {
  await makeAuthSchema()
  const [person, other] = [await makePerson(), await makePerson()]
  const [kept, ended] = [await signIn(person.userId, 'Firefox/1'), await signIn(person.userId, 'Chrome/1')]
  const foreign = await signIn(other.userId, 'Safari/1')
  await owner.query(`insert into auth.sessions (id, user_id, not_after) values ($1, $2, now() - interval '1 hour')`, [
    randomUUID(),
    person.userId,
  ])
  expect((await listOwnSessions(person)).map(({ id }) => id).toSorted()).toEqual([kept, ended].toSorted())
  expect(await codeOf(endOwnSession(person, foreign))).toBe('not_found')
  const outcomes = await Promise.all([codeOf(endOwnSession(person, ended)), codeOf(endOwnSession(person, ended))])
  expect(outcomes.toSorted()).toEqual(['done', 'not_found'])
  expect(await listOwnSessions(person)).toMatchObject([{ id: kept, userAgent: 'Firefox/1' }])
  expect(await listOwnSessions(other)).toHaveLength(1)
  expect((await owner.query('select session_id from auth.refresh_tokens')).rows.map((row) => row.session_id)).not.toContain(ended)
  const { sessions_ended_at: noted } = await asPortal((tx) =>
    tx.selectFrom('core.users').select('sessions_ended_at').where('id', '=', person.userId).executeTakeFirstOrThrow(),
  )
  expect(noted).not.toBeNull()
  expect((await auditOf(person.userId)).at(-1)).toMatchObject({ action: 'account.end_session', before: { session_id: ended } })
})

test('a session tells when it was last used and by which browser, by a write once in some minutes', async () => {
  const person = await makePerson()
  const sessionId = randomUUID()
  await owner.query(`insert into auth.sessions (id, user_id, created_at) values ($1, $2, now() - interval '1 day')`, [
    sessionId,
    person.userId,
  ])
  const uses = async () => {
    const { rows } = await owner.query('select used_at from core.session_uses where user_id = $1 order by used_at', [person.userId])
    return rows.map(({ used_at: at }) => at as Date)
  }
  const ago = (minutes: number) =>
    owner.query(`update core.session_uses set used_at = now() - make_interval(mins => $2) where session_id = $1`, [sessionId, minutes])
  const use = (userAgent: string | null, atMs?: number) => noteSessionUse({ sessionId, userId: person.userId, userAgent }, atMs)

  await Promise.all([use('Mozilla/5.0 HeadlessChrome/141'), use('later'), use('later still')])
  const [session] = await listOwnSessions(person)
  expect(session).toMatchObject({ id: sessionId, userAgent: 'Mozilla/5.0 HeadlessChrome/141' })
  expect(Date.now() - (session?.usedAt.getTime() ?? 0)).toBeLessThan(60_000)

  // Another process asks the table, and leaves a use of three minutes ago as it is.
  await ago(3)
  const before = await uses()
  forgetProcessState('session-uses')
  await use('x')
  expect(await uses()).toEqual(before)
  await use('x', Date.now() + 301_000)
  expect(await uses()).toEqual(before)
  await ago(6)
  await use(`y${'z'.repeat(400)}`, Date.now() + 900_000)
  expect((await uses())[0]?.getTime()).toBeGreaterThan(before[0]?.getTime() ?? Infinity)
  expect((await listOwnSessions(person))[0]?.userAgent).toHaveLength(300)
})

test('what is kept of sessions that nobody uses any more goes with the next new one, and an unknown person’s use is no failure', async () => {
  const person = await makePerson()
  const [old, fresh] = [randomUUID(), randomUUID()]
  await noteSessionUse({ sessionId: old, userId: person.userId, userAgent: null })
  await owner.query(`update core.session_uses set used_at = now() - interval '91 days' where session_id = $1`, [old])
  await noteSessionUse({ sessionId: fresh, userId: person.userId, userAgent: null })
  const { rows } = await owner.query('select session_id from core.session_uses where user_id = $1', [person.userId])
  expect(rows).toEqual([{ session_id: fresh }])
  await noteSessionUse({ sessionId: randomUUID(), userId: randomUUID(), userAgent: null })
})
