import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import type { UserActor } from '#lib/portal/acting/actor'
import { getBalance } from '#lib/portal/credits/get-balance'
import { listLedger } from '#lib/portal/credits/list-ledger'
import { isSignUpCredit } from '#lib/portal/credits/sign-up-credit'
import { createTeam } from '#lib/portal/teams/create-team'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'
import { asPortal } from '#lib/shared/database/as-role'
import { auditOf, codeOf, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { expectBooksToBalance } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const newcomer = (local = `n${randomUUID().slice(0, 8)}`) => ({ userId: randomUUID(), email: `${local}@example.com` })
const actorOf = ({ userId }: { userId: string }): UserActor => ({ kind: 'user', userId })

test('the first visit makes an account, a team named after the address, and the sign-up credit', async () => {
  const person = newcomer('ada.lovelace')
  expect(await ensureAccount(person)).toEqual({ ...person, displayName: '', operatorRole: null, disabled: false })
  const [team, ...others] = await listMyTeams(actorOf(person))
  expect(others).toEqual([])
  expect(team).toMatchObject({ name: 'ada.lovelace', role: 'owner', status: 'active' })
  const teamId = team?.id ?? ''
  expect(await getBalance(actorOf(person), teamId)).toEqual({ creditNanos: 1_500_000_000n, heldNanos: 0n, availableNanos: 1_500_000_000n })
  const ledger = await listLedger(actorOf(person), { teamId })
  expect(ledger.items).toMatchObject([{ kind: 'credit', reference: 'signup', actor: 'system' }])
  expect(ledger.items.map(isSignUpCredit)).toEqual([true])
  expect((await auditOf(person.userId)).map((row) => row.action)).toEqual(['account.open'])
  expect((await auditOf(teamId)).map((row) => row.action)).toEqual(['team.create'])
  await expectBooksToBalance()
})

test('20 first visits at once make one account, one team and one credit', async () => {
  const person = newcomer()
  await Promise.all(Array.from({ length: 20 }, () => ensureAccount(person)))
  const teams = await listMyTeams(actorOf(person))
  expect(teams).toHaveLength(1)
  expect(await getBalance(actorOf(person), teams[0]?.id ?? '')).toMatchObject({ creditNanos: 1_500_000_000n })
  await expectBooksToBalance()
})

test('a later visit changes nothing; a changed address is taken over and audited', async () => {
  const person = newcomer()
  await ensureAccount(person)
  await ensureAccount(person)
  const moved = { ...person, email: `moved-${person.email}` }
  expect((await ensureAccount(moved)).email).toBe(moved.email)
  expect(await listMyTeams(actorOf(person))).toHaveLength(1)
  expect((await auditOf(person.userId)).map((row) => row.action)).toEqual(['account.open', 'account.change_address'])
})

test('an address that the auth server gave to somebody else brings no right along', async () => {
  const before = newcomer('shared')
  await ensureAccount(before)
  await asPortal((tx) => tx.updateTable('core.users').set({ operator_role: 'owner' }).where('id', '=', before.userId).execute())
  const after = { userId: randomUUID(), email: before.email.toUpperCase() }
  expect(await ensureAccount(after)).toMatchObject({ operatorRole: null })
  expect(await listMyTeams(actorOf(after))).toHaveLength(1)
})

test('a disabled person sees nothing and may do nothing', async () => {
  const person = newcomer()
  await ensureAccount(person)
  const [team] = await listMyTeams(actorOf(person))
  await asPortal((tx) => tx.updateTable('core.users').set({ disabled_at: new Date() }).where('id', '=', person.userId).execute())
  expect(await ensureAccount(person)).toMatchObject({ disabled: true })
  expect(await listMyTeams(actorOf(person))).toEqual([])
  expect(await codeOf(getBalance(actorOf(person), team?.id ?? ''))).toBe('forbidden')
  expect(await codeOf(createTeam(actorOf(person), { name: 'x' }))).toBe('forbidden')
})

test('a person makes further teams without credit; somebody without account makes none', async () => {
  const person = await makePerson()
  const team = await createTeam(person, { name: 'Second' })
  expect(await getBalance(person, team.id)).toMatchObject({ creditNanos: 0n })
  expect((await listMyTeams(person)).map((mine) => mine.role)).toEqual(['owner', 'owner'])
  expect(await codeOf(createTeam(actorOf({ userId: randomUUID() }), { name: 'x' }))).toBe('unauthenticated')
  expect(await codeOf(createTeam(person, { name: 'x', customerGroup: 'vip' }))).toBe('forbidden')
})
