import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { noteSessionsEnd } from '#lib/portal/accounts/note-sessions-end'
import { recordSignInChange } from '#lib/portal/accounts/record-sign-in-change'
import { updateProfile } from '#lib/portal/accounts/update-profile'
import type { UserActor } from '#lib/portal/acting/actor'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'
import { asPortal } from '#lib/shared/database/as-role'
import { auditOf, codeOf, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const nameOf = async ({ userId }: UserActor) =>
  (await asPortal((tx) => tx.selectFrom('core.users').select('display_name').where('id', '=', userId).executeTakeFirst()))?.display_name

test('a person is renamed, once in the audit log, and may have no name again', async () => {
  const person = await makePerson()
  expect(await updateProfile(person, { displayName: '  Ada Lovelace ' })).toEqual({ displayName: 'Ada Lovelace' })
  await updateProfile(person, { displayName: 'Ada Lovelace' })
  expect(await nameOf(person)).toBe('Ada Lovelace')
  await updateProfile(person, { displayName: ' ' })
  expect(await nameOf(person)).toBe('')
  const rows = (await auditOf(person.userId)).filter((row) => row.action === 'account.rename')
  expect(rows.map((row) => [row.before, row.after])).toEqual([
    [{ display_name: '' }, { display_name: 'Ada Lovelace' }],
    [{ display_name: 'Ada Lovelace' }, { display_name: '' }],
  ])
})

test('two renames at once leave one of the names, and both in order in the audit log', async () => {
  const person = await makePerson()
  await Promise.all(['One', 'Two'].map((displayName) => updateProfile(person, { displayName })))
  const last = (await auditOf(person.userId)).filter((row) => row.action === 'account.rename')
  expect(last).toHaveLength(2)
  expect(['One', 'Two']).toContain(await nameOf(person))
})

test('a long name, one of two lines, a disabled person and a stranger are refused', async () => {
  const person = await makePerson()
  expect(await codeOf(updateProfile(person, { displayName: 'x'.repeat(101) }))).toBe('invalid_request')
  expect(await codeOf(updateProfile(person, { displayName: 'a\nb' }))).toBe('invalid_request')
  await asPortal((tx) => tx.updateTable('core.users').set({ disabled_at: new Date() }).where('id', '=', person.userId).execute())
  expect(await codeOf(updateProfile(person, { displayName: 'Ada' }))).toBe('forbidden')
  expect(await codeOf(updateProfile({ kind: 'user', userId: randomUUID() }, { displayName: 'Ada' }))).toBe('unauthenticated')
})

test('changes of how somebody signs in are in the audit log without a secret', async () => {
  const person = await makePerson()
  await recordSignInChange(person, 'account.change_password')
  expect((await auditOf(person.userId)).at(-1)).toMatchObject({ action: 'account.change_password', before: null, after: null })
})

test('a token from before sessions were ended counts only as long as the auth server knows its session', async () => {
  const userId = randomUUID()
  const email = `${userId}@example.com`
  const person = { kind: 'user', userId } as const
  const at = (secondsFromNow: number) => new Date(Date.now() + secondsFromNow * 1_000)
  const asked: string[] = []
  const visit = (issuedAt: Date, answer: string | null) =>
    codeOf(ensureAccount({ userId, email, issuedAt, emailNow: async () => (asked.push(String(answer)), answer) }))
  await ensureAccount({ userId, email })
  await recordSignInChange(person, 'account.ask_change_address')
  expect(await visit(at(-3_000), null)).toBe('done')
  expect(asked).toEqual([])

  for (const end of [() => noteSessionsEnd(userId), () => recordSignInChange(person, 'account.change_password')]) {
    await end()
    expect(await visit(at(-3_000), null)).toBe('unauthenticated')
    expect(await visit(at(-3_000), email)).toBe('done')
    // Whose clock is ahead decides nothing: a token of the same seconds is asked about too.
    expect(await visit(at(1), null)).toBe('unauthenticated')
    expect(await visit(at(60), null)).toBe('done')
  }
  expect(asked).toEqual(['null', email, 'null', 'null', email, 'null'])
})

test('sessions that end concern one person alone, and leave nothing else changed', async () => {
  const [person, other] = [await makePerson(), await makePerson()]
  await Promise.all([noteSessionsEnd(person.userId), noteSessionsEnd(person.userId), noteSessionsEnd(randomUUID())])
  const rows = await asPortal((tx) =>
    tx
      .selectFrom('core.users')
      .select(['id', 'sessions_ended_at', 'disabled_at'])
      .where('id', 'in', [person.userId, other.userId])
      .execute(),
  )
  expect(rows.filter((row) => row.sessions_ended_at !== null).map((row) => row.id)).toEqual([person.userId])
  expect(rows.every((row) => row.disabled_at === null)).toBe(true)
})

test("the first team takes the browser's time zone where the database knows it", async () => {
  const zones = await Promise.all(
    ['Asia/Shanghai', 'Mars/Olympus', "'; drop table core.users", undefined].map(async (timeZone) => {
      const userId = randomUUID()
      await ensureAccount({ userId, email: `${userId}@example.com`, timeZone })
      return (await listMyTeams({ kind: 'user', userId }))[0]?.timeZone
    }),
  )
  expect(zones).toEqual(['Asia/Shanghai', 'UTC', 'UTC', 'UTC'])
})

test('an old token does not undo a change of address, and none that has ended makes an account', async () => {
  const userId = randomUUID()
  const [before, after] = [`${userId}@example.com`, `moved-${userId}@example.com`]
  await ensureAccount({ userId, email: before })
  const emailNow = async () => after
  expect((await ensureAccount({ userId, email: after, emailNow })).email).toBe(after)
  expect((await ensureAccount({ userId, email: before, emailNow })).email).toBe(after)
  expect((await auditOf(userId)).map((row) => row.action)).toEqual(['account.open', 'account.change_address'])
  const stranger = randomUUID()
  expect(await codeOf(ensureAccount({ userId: stranger, email: `${stranger}@example.com`, emailNow: async () => null }))).toBe(
    'unauthenticated',
  )
})
