import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endOwnSession, listOwnSessions } from '#lib/portal/accounts/own-sessions'
import { asPortal } from '#lib/shared/database/as-role'
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
