import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { hasPassword } from '#lib/portal/accounts/has-password'
import { takeCodeAttempt } from '#lib/portal/accounts/take-code-attempt'
import { codeOf, setPortalEnvironment } from '#tests/integration/portal/personas'
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

const newcomer = () => {
  const userId = randomUUID()
  return { userId, email: `${userId}@example.com` }
}
type Person = ReturnType<typeof newcomer>

/** A page of this person's; counts how often the auth server is asked, which answers `says`. */
async function visit(person: Person, twoFactors: boolean, says: string | null = person.email) {
  let asked = 0
  const emailNow = async () => {
    asked += 1
    return says
  }
  return { outcome: await codeOf(ensureAccount({ ...person, twoFactors, emailNow })), asked }
}

const addFactor = (person: Person, status: 'verified' | 'unverified') =>
  owner.query('insert into auth.mfa_factors (id, user_id, status) values ($1, $2, $3)', [randomUUID(), person.userId, status])

test('where this database cannot tell, the auth server is asked about every session of one factor', async () => {
  const person = newcomer()
  await ensureAccount(person)
  expect(await visit(person, false)).toEqual({ outcome: 'done', asked: 1 })
  expect(await visit(person, false, null)).toEqual({ outcome: 'unauthenticated', asked: 1 })
  expect(await visit(person, true)).toEqual({ outcome: 'done', asked: 0 })
  expect(await hasPassword({ kind: 'user', userId: person.userId })).toBeNull()
})

test('where the auth server keeps no factors, nobody is asked for one', async () => {
  await owner.query('create schema if not exists auth')
  await owner.query('create table auth.users (id uuid primary key, encrypted_password text)')
  const person = newcomer()
  await ensureAccount(person)
  expect(await visit(person, false)).toEqual({ outcome: 'done', asked: 1 })
  await owner.query(`insert into auth.users values ($1, '')`, [person.userId])
  expect(await visit(person, false)).toEqual({ outcome: 'done', asked: 0 })
  expect(await hasPassword({ kind: 'user', userId: person.userId })).toBe(false)
})

test('a session of one factor is none for an account that has two, and stays one for everybody else', async () => {
  await owner.query(`create type auth.factor_status as enum ('unverified', 'verified')`)
  await owner.query('create table auth.mfa_factors (id uuid primary key, user_id uuid, status auth.factor_status)')
  const [person, other] = [newcomer(), newcomer()]
  for (const { userId } of [person, other]) await owner.query(`insert into auth.users values ($1, 'hash')`, [userId])
  await ensureAccount(person)
  await ensureAccount(other)
  await addFactor(person, 'unverified')
  expect(await visit(person, false)).toEqual({ outcome: 'done', asked: 0 })
  await addFactor(person, 'verified')
  expect(await visit(person, false, null)).toEqual({ outcome: 'unauthenticated', asked: 1 })
  expect(await visit(person, true, null)).toEqual({ outcome: 'done', asked: 0 })
  expect(await visit(other, false, null)).toEqual({ outcome: 'done', asked: 0 })
  expect(await hasPassword({ kind: 'user', userId: person.userId })).toBe(true)
})

test('a table that may not be read tells nothing', async () => {
  const person = newcomer()
  await owner.query(`insert into auth.users values ($1, 'hash')`, [person.userId])
  await ensureAccount(person)
  await owner.query('create role reads_nothing')
  await owner.query('alter function core.has_second_factor(uuid) owner to reads_nothing')
  await owner.query('grant usage on schema core to reads_nothing; grant execute on function core.can_read_auth(text) to reads_nothing')
  await owner.query('alter function core.can_read_auth(text) owner to reads_nothing')
  try {
    expect(await visit(person, false, null)).toEqual({ outcome: 'unauthenticated', asked: 1 })
  } finally {
    await owner.query('alter function core.has_second_factor(uuid) owner to current_user')
    await owner.query('alter function core.can_read_auth(text) owner to current_user')
    await owner.query('drop owned by reads_nothing; drop role reads_nothing')
  }
})

test('ten codes of one person may be tried in five minutes', async () => {
  const [person, other] = [randomUUID(), randomUUID()]
  for (let attempt = 0; attempt < 10; attempt++) expect(await codeOf(takeCodeAttempt(person))).toBe('done')
  expect(await codeOf(takeCodeAttempt(person))).toBe('rate_limited')
  expect(await codeOf(takeCodeAttempt(other))).toBe('done')
})
