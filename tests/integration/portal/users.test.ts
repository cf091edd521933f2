import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { getSystem } from '#lib/portal/system/get-system'
import { runJobNow } from '#lib/portal/system/run-job-now'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'
import { listTeamOverviews } from '#lib/portal/teams/list-team-overviews'
import { listTeamPeople } from '#lib/portal/teams/list-team-people'
import { updateTeam } from '#lib/portal/teams/update-team'
import { disableUser, enableUser } from '#lib/portal/users/disable-user'
import { getUser } from '#lib/portal/users/get-user'
import { listUsers } from '#lib/portal/users/list-users'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { showId } from '#lib/shared/ids'
import {
  auditOf,
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  makePerson,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const since = new Date(0)

test('a disabled person acts nowhere any more, and can again once enabled; each is audited once', async () => {
  const owner = await makeOperator('owner')
  const teamId = await makeEmptyTeam()
  const member = await makeMember(teamId, 'owner')
  await disableUser(owner, member.userId)
  await disableUser(owner, member.userId)
  expect(await codeOf(updateTeam(member, { teamId, name: 'x' }))).toBe('forbidden')
  expect(await listMyTeams(member)).toEqual([])
  await enableUser(owner, member.userId)
  expect(await codeOf(updateTeam(member, { teamId, name: 'x' }))).toBe('done')
  const actions = (await auditOf(member.userId)).map((row) => row.action)
  expect(actions.filter((action) => action.startsWith('user.'))).toEqual(['user.disable', 'user.enable'])
})

test('operator owners alone disable people, and nobody themselves', async () => {
  const [owner, support] = [await makeOperator('owner'), await makeOperator('support')]
  for (const role of ['finance', 'support', 'engineer'] as const) {
    expect(await codeOf(disableUser(await makeOperator(role), (await makePerson()).userId))).toBe('forbidden')
  }
  const person = await makePerson()
  expect(await codeOf(disableUser(person, support.userId))).toBe('forbidden')
  expect(await codeOf(disableUser(owner, person.userId))).toBe('done')
  expect(await codeOf(disableUser(support, owner.userId))).toBe('forbidden')
  expect(await codeOf(disableUser(owner, support.userId))).toBe('done')
  expect(await codeOf(disableUser(owner, owner.userId))).toBe('conflict')
  expect(await codeOf(disableUser(owner, randomUUID()))).toBe('not_found')
})

test('the last operator owner stays, also when two disable each other at once', async () => {
  const owner = await makeOperator('owner')
  const all = (await listUsers(systemActor, { standing: 'operator', limit: 200 })).items
  for (const user of all) {
    if (user.operatorRole === 'owner' && user.id !== owner.userId && user.disabledAt === null) await disableUser(owner, user.id)
  }
  expect(await codeOf(disableUser(systemActor, owner.userId))).toBe('conflict')
  const other = await makeOperator('owner')
  const outcomes = await Promise.all([codeOf(disableUser(owner, other.userId)), codeOf(disableUser(other, owner.userId))])
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
})

test('users are found by address and id, page by page, by operators alone', async () => {
  const support = await makeOperator('support')
  const person = await makePerson()
  const { email } = await getUser(support, person.userId)
  expect((await listUsers(support, { search: email })).items.map((user) => user.id)).toContain(person.userId)
  expect((await listUsers(support, { search: showId('user', person.userId) })).items.map((user) => user.id)).toEqual([person.userId])
  const first = await listUsers(support, { limit: 2 })
  const second = await listUsers(support, { limit: 2, cursor: first.nextCursor })
  expect(new Set([...first.items, ...second.items].map((user) => user.id)).size).toBe(4)
  expect(await codeOf(listUsers(person))).toBe('forbidden')
  expect(await codeOf(getUser(person, support.userId))).toBe('forbidden')
  expect(await codeOf(getUser(support, randomUUID()))).toBe('not_found')
})

test('teams are sorted and paged by name, age, spending and balance without losing any', async () => {
  const support = await makeOperator('support')
  for (const [index, name] of ['beta', 'Alpha', 'gamma'].entries()) {
    const teamId = await makeEmptyTeam(`sorted ${name}`)
    await grantCredit(systemActor, { teamId, amountNanos: BigInt(index + 1) * 1_000_000_000n, reference: 'r', reason: 'r' })
  }
  const namesBy = async (by: 'name' | 'created' | 'spend' | 'balance', descending: boolean) => {
    const names: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listTeamOverviews>> = await listTeamOverviews(support, {
        search: 'sorted',
        sort: { by, descending },
        since,
        limit: 1,
        cursor,
      })
      names.push(...page.items.map((team) => team.name.replace('sorted ', '')))
      cursor = page.nextCursor
    } while (cursor !== null)
    return names
  }
  expect(await namesBy('name', false)).toEqual(['Alpha', 'beta', 'gamma'])
  expect(await namesBy('created', true)).toEqual(['gamma', 'Alpha', 'beta'])
  expect(await namesBy('balance', true)).toEqual(['gamma', 'Alpha', 'beta'])
  expect(await namesBy('balance', false)).toEqual(['beta', 'Alpha', 'gamma'])
  expect((await namesBy('spend', true)).toSorted()).toEqual(['Alpha', 'beta', 'gamma'])
  expect(await codeOf(listTeamOverviews(await makePerson(), { sort: { by: 'name', descending: false }, since }))).toBe('forbidden')
})

test.each(['name', 'created', 'spend', 'balance'] as const)('a cursor that no list by %s gave out is refused', async (by) => {
  const support = await makeOperator('support')
  const forged = (text: string) =>
    codeOf(listTeamOverviews(support, { sort: { by, descending: true }, since, cursor: Buffer.from(text).toString('base64url') }))
  const id = randomUUID()
  expect(await forged('nonsense')).toBe('invalid_request')
  expect(await forged(`${id}12`)).toBe('done')
  const textIsAnAmount = by === 'name' || by === 'created' ? 'done' : 'invalid_request'
  for (const text of ['', 'x', '1e9', 'NaN', '1; select 1', '9'.repeat(200)])
    expect(await forged(`${id}${text}`), text).toBe(textIsAnAmount)
})

test('operators see who is in a team, outsiders do not', async () => {
  const teamId = await makeEmptyTeam()
  const member = await makeMember(teamId, 'billing')
  expect(await listTeamPeople(await makeOperator('engineer'), teamId)).toMatchObject([{ userId: member.userId, role: 'billing' }])
  expect(await codeOf(listTeamPeople(member, teamId))).toBe('forbidden')
})

test('the audit trail is narrowed by person, act, team and time, and names who and what', async () => {
  const owner = await makeOperator('owner')
  const teamId = await makeEmptyTeam('Audited')
  await updateTeam(owner, { teamId, name: 'Audited anew' })
  const by = async (filters: Parameters<typeof listAuditTrail>[1]) => (await listAuditTrail(owner, filters)).items
  expect(await by({ actorId: owner.userId, actions: ['team.update'] })).toMatchObject([
    { team_name: 'Audited anew', target_name: 'Audited anew' },
  ])
  expect((await by({ teamId })).map((row) => row.action)).toEqual(['team.update', 'team.create'])
  expect(await by({ teamId, to: new Date(0) })).toEqual([])
  expect(await by({ targetId: teamId, actions: ['team.create'] })).toHaveLength(1)
  expect(await codeOf(listAuditTrail(await makeOperator('engineer')))).toBe('forbidden')
  expect((await listAuditTrail(await makeOperator('support'), { limit: 200 })).items.length).toBeGreaterThan(5)
})

test('operators see the system; owners and engineers run jobs, audited', async () => {
  const engineer = await makeOperator('engineer')
  const system = await getSystem(await makeOperator('finance'), new Date())
  expect(system.partitions.length).toBeGreaterThanOrEqual(3)
  expect(await codeOf(runJobNow(await makeOperator('support'), 'forget-replays'))).toBe('forbidden')
  expect(await codeOf(runJobNow(engineer, 'nothing'))).toBe('not_found')
  expect(await runJobNow(engineer, 'forget-replays')).toBe(0)
  expect((await auditOf('forget-replays')).map((row) => row.action)).toEqual(['job.run'])
  const after = await getSystem(engineer, new Date())
  expect(after.jobs.find((job) => job.job === 'forget-replays')).toMatchObject({ outcome: 'ok', done: 0 })
  expect(await codeOf(getSystem(await makePerson(), new Date()))).toBe('forbidden')
})
