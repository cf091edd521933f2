import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { createTeam } from '#lib/portal/teams/create-team'
import { getDisabling } from '#lib/portal/teams/get-disabling'
import { getTeam } from '#lib/portal/teams/get-team'
import { listTeams } from '#lib/portal/teams/list-teams'
import { updateTeam } from '#lib/portal/teams/update-team'
import { parseId, showId } from '#lib/shared/ids'
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
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('owners and admins rename a team; others may not, and outsiders find none', async () => {
  const teamId = await makeEmptyTeam()
  const rename = async (actor: Parameters<typeof updateTeam>[0]) => codeOf(updateTeam(actor, { teamId, name: 'Renamed' }))
  expect(await rename(await makeMember(teamId, 'owner'))).toBe('done')
  expect(await rename(await makeMember(teamId, 'admin'))).toBe('done')
  expect(await rename(await makeMember(teamId, 'developer'))).toBe('forbidden')
  expect(await rename(await makeMember(teamId, 'viewer'))).toBe('forbidden')
  expect(await rename(await makePerson())).toBe('not_found')
  expect(await rename(await makeOperator('owner'))).toBe('done')
  expect(await rename(await makeOperator('support'))).toBe('forbidden')
  expect(await rename(await makeOperator('engineer'))).toBe('forbidden')
})

test('status and customer group are governed by operators alone, even of one own team', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  expect(await codeOf(updateTeam(owner, { teamId, status: 'disabled' }))).toBe('forbidden')
  expect(await codeOf(updateTeam(owner, { teamId, customerGroup: 'vip' }))).toBe('forbidden')
  expect(await codeOf(updateTeam(managementKey(teamId), { teamId, status: 'disabled' }))).toBe('forbidden')
  expect(await updateTeam(await makeOperator('finance'), { teamId, status: 'disabled', customerGroup: 'vip' })).toMatchObject({
    status: 'disabled',
    customerGroup: 'vip',
  })
  expect(await codeOf(updateTeam(owner, { teamId, name: 'x' }))).toBe('team_disabled')
})

test('why a team was switched off is kept for operators, and its own people read nothing of it', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const [finance, support] = [await makeOperator('finance'), await makeOperator('support')]
  expect(await getDisabling(support, teamId)).toBeNull()
  await updateTeam(finance, { teamId, status: 'disabled', reason: ' unpaid since May ' })
  const by = (await listAuditTrail(support, { targetId: teamId, actions: ['team.note_reason'] })).items[0]?.actor_name
  expect(await getDisabling(support, teamId)).toEqual({ at: expect.any(Date), by, reason: 'unpaid since May' })
  expect(await codeOf(getDisabling(owner, teamId))).toBe('forbidden')
  const seen = await listAuditTrail(owner, { ofTeam: teamId })
  expect(seen.items.map(({ action }) => action)).toContain('team.update')
  expect(JSON.stringify(seen)).not.toContain('unpaid')

  // Off once more without a reason: the one of before is no longer why.
  await updateTeam(finance, { teamId, status: 'active' })
  await updateTeam(systemActor, { teamId, status: 'disabled' })
  expect(await getDisabling(support, teamId)).toMatchObject({ by: null, reason: null })
  for (const wrong of [{ reason: 'x' }, { status: 'active', reason: 'x' }, { status: 'disabled', reason: ' ' }] as const)
    expect(await codeOf(updateTeam(systemActor, { teamId, ...wrong }))).toBe('invalid_request')
})

test('a change is audited with what was before and what came of it', async () => {
  const teamId = await makeEmptyTeam('Before')
  const owner = await makeMember(teamId, 'owner')
  await updateTeam({ ...owner, address: '203.0.113.7', requestId: 'r-1' }, { teamId, name: 'After' })
  const [, row] = await auditOf(teamId)
  expect(row).toMatchObject({
    team_id: teamId,
    actor_kind: 'user',
    actor_id: owner.userId,
    action: 'team.update',
    before: { name: 'Before' },
    after: { name: 'After' },
    address: '203.0.113.7',
    request_id: 'r-1',
  })
})

test('the list of all teams is for operators; it finds by name, id and member', async () => {
  const teamId = await makeEmptyTeam('Findable')
  const member = await makeMember(teamId, 'viewer')
  const operator = await makeOperator('support')
  expect(await codeOf(listTeams(member))).toBe('forbidden')
  const find = async (search: string) => (await listTeams(operator, { search })).items.map((team) => team.id)
  expect(await find('indab')).toEqual([teamId])
  expect(await find(showId('team', teamId))).toEqual([teamId])
  expect(parseId('team', showId('team', teamId))).toBe(teamId)
  expect(await find('nobody@nowhere')).toEqual([])
  expect((await listTeams(managementKey(teamId))).items.map((team) => team.id)).toEqual([teamId])
})

test('members of every role read their team; a foreign key and an outsider find none', async () => {
  const teamId = await makeEmptyTeam()
  expect((await getTeam(await makeMember(teamId, 'viewer'), teamId)).id).toBe(teamId)
  expect((await getTeam(await makeOperator('engineer'), teamId)).id).toBe(teamId)
  expect(await codeOf(getTeam(await makePerson(), teamId))).toBe('not_found')
  expect(await codeOf(getTeam(managementKey(await makeEmptyTeam()), teamId))).toBe('not_found')
})

test('a refused team leaves nothing behind', async () => {
  expect(await codeOf(createTeam(systemActor, { name: 'Half made', timeZone: 'Nowhere/Else' }))).toBe('invalid_request')
  expect((await listTeams(systemActor, { search: 'Half made' })).items).toEqual([])
})
