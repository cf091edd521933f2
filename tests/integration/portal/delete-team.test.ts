import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBudgets } from '#lib/ledger/budgets'
import { systemActor } from '#lib/portal/acting/actor'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { getBalance } from '#lib/portal/credits/get-balance'
import { takeCredit } from '#lib/portal/credits/take-credit'
import { acceptInvite } from '#lib/portal/invites/accept-invite'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { createKey } from '#lib/portal/keys/create-key'
import { authenticate } from '#lib/portal/management-api/authenticate'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { createTeam, mostOwned } from '#lib/portal/teams/create-team'
import { deleteTeam } from '#lib/portal/teams/delete-team'
import { getTeam } from '#lib/portal/teams/get-team'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'
import { updateTeam } from '#lib/portal/teams/update-team'
import { asPortal } from '#lib/shared/database/as-role'
import {
  auditOf,
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { expectBooksToBalance } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a deleted team is not found by its people, its keys end, and its books and log stay for operators', async () => {
  const teamId = await makeEmptyTeam('Doomed')
  const [owner, developer] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'developer')]
  const guest = await makePerson()
  const { email } = await asPortal((tx) =>
    tx.selectFrom('core.users').select('email').where('id', '=', guest.userId).executeTakeFirstOrThrow(),
  )
  const { link } = await inviteMember(owner, { teamId, email, role: 'viewer' })
  const { key } = await createKey(developer, { teamId, name: 'k', policy: { budgets: [{ amount_usd: '0.000000005', period: 'day' }] } })
  const { secret } = await createManagementKey(owner, { teamId, name: 'm' })
  await grantCredit(systemActor, { teamId, amountNanos: 7n, reference: 'r', reason: 'x' })
  expect(await codeOf(deleteTeam(owner, { teamId, name: 'doomed' }))).toBe('invalid_request')

  const outcomes = await Promise.all([1, 2].map(() => codeOf(deleteTeam(owner, { teamId, name: 'Doomed' }))))
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
  expect(await codeOf(getTeam(owner, teamId))).toBe('not_found')
  expect((await listMyTeams(developer)).map(({ id }) => id)).not.toContain(teamId)
  expect(await codeOf(authenticate(`Bearer ${secret}`))).toBe('invalid_api_key')
  expect(await codeOf(acceptInvite(guest, link?.split('/').at(-1) ?? ''))).toBe('conflict')
  expect(await asPortal((tx) => listBudgets(tx, teamId))).toEqual([])
  expect((await auditOf(key.id)).at(-1)).toMatchObject({ action: 'key.delete' })
  expect((await auditOf(teamId)).at(-1)).toMatchObject({ action: 'team.delete', actor_id: owner.userId, before: { name: 'Doomed' } })

  const finance = await makeOperator('finance')
  expect(await getTeam(finance, teamId)).toMatchObject({ status: 'deleted', name: 'Doomed' })
  expect(await getBalance(finance, teamId)).toMatchObject({ creditNanos: 7n })
  expect(await codeOf(takeCredit(finance, { teamId, amountNanos: 7n, reference: 'back', reason: 'x' }))).toBe('done')
  expect(await codeOf(updateTeam(finance, { teamId, status: 'active' }))).toBe('conflict')
  expect(await codeOf(createKey(managementKey(null), { teamId, name: 'k' }))).toBe('conflict')
  await expect(updateTeam(systemActor, { teamId, status: 'active' })).rejects.toThrow('stays deleted')
  await expectBooksToBalance()
})

test('owners delete their team, an operator owner any; nobody else does, and outsiders find none', async () => {
  const teamId = await makeEmptyTeam('Kept')
  const remove = (actor: Parameters<typeof deleteTeam>[0]) => codeOf(deleteTeam(actor, { teamId, name: 'Kept' }))
  for (const role of ['admin', 'developer', 'billing', 'viewer'] as const)
    expect(await remove(await makeMember(teamId, role))).toBe('forbidden')
  for (const role of ['finance', 'support', 'engineer'] as const) expect(await remove(await makeOperator(role))).toBe('forbidden')
  expect(await remove(managementKey(teamId))).toBe('forbidden')
  expect(await remove(await makePerson())).toBe('not_found')
  expect(await remove(await makeOperator('owner'))).toBe('done')
})

test('a key made while its team is deleted does not outlive it', async () => {
  for (let round = 0; round < 5; round++) {
    const teamId = await makeEmptyTeam('Raced')
    const owner = await makeMember(teamId, 'owner')
    await Promise.allSettled([createKey(owner, { teamId, name: 'k' }), deleteTeam(owner, { teamId, name: 'Raced' })])
    const live = await asPortal((tx) =>
      tx.selectFrom('core.api_keys').select('id').where('team_id', '=', teamId).where('status', '<>', 'deleted').execute(),
    )
    expect(live).toEqual([])
  }
})

test('anybody signed in opens teams of their own, without credit, up to a number and at a pace', async () => {
  const person = await makePerson()
  const team = await createTeam(person, { name: 'Second' })
  expect(await getBalance(person, team.id)).toMatchObject({ creditNanos: 0n })
  expect((await auditOf(team.id)).at(-1)).toMatchObject({ action: 'team.create', actor_id: person.userId })
  const busy = await makePerson()
  const outcomes: string[] = []
  for (let round = 0; round < 11; round++) outcomes.push(await codeOf(createTeam(busy, { name: 'x' })))
  expect(outcomes.at(-1)).toBe('rate_limited')
  const full = await makePerson()
  for (let owned = 1; owned < mostOwned; owned++) {
    const id = await makeEmptyTeam()
    await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: id, user_id: full.userId, role: 'owner' }).execute())
  }
  expect(await codeOf(createTeam(full, { name: 'x' }))).toBe('conflict')
})
