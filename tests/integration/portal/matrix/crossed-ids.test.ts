import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#lib/portal/acting/actor'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { createKey } from '#lib/portal/keys/create-key'
import { disableKeys } from '#lib/portal/keys/disable-keys'
import { changeRole } from '#lib/portal/members/change-role'
import { leaveTeam, removeMember } from '#lib/portal/members/remove-member'
import { transferOwnership } from '#lib/portal/members/transfer-ownership'
import { changeMemberPolicy, getMemberPolicy } from '#lib/portal/policies/member-policy'
import { listRequests } from '#lib/portal/requests/list-requests'
import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { readEverything } from '#tests/integration/portal/matrix/read-everything'
import { span } from '#tests/integration/portal/matrix/team-rows'
import { makeMatrixWorld, type MatrixWorld } from '#tests/integration/portal/matrix/world'
import { codeOf, makeEmptyTeam, makeMember, managementKey, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

/** One's own team named beside the people and keys of another. */
let database: TestDatabase
let owner: pg.Client
let theirs: MatrixWorld
let teamId: string
let person: Actor & { kind: 'user' }
let ownKeyId: string
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  theirs = await makeMatrixWorld()
  teamId = await makeEmptyTeam()
  person = await makeMember(teamId, 'owner')
  await makeMember(teamId, 'owner')
  ownKeyId = (await createKey(person, { teamId, name: 'own' })).key.id
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const amount = { amountNanos: 1n, period: 'day' } as const

test('nobody of another team is governed, budgeted, given or taken anything through one’s own, and nothing has changed', async () => {
  const before = await readEverything(owner)
  const foreigner = { teamId, userId: theirs.memberId }
  const stranger = { teamId, userId: randomUUID() }
  const changing: Record<string, (actor: Actor) => Promise<unknown>> = {
    changeMemberPolicy: (actor) => changeMemberPolicy(actor, foreigner, { max_output_tokens: 1 }),
    getMemberPolicy: (actor) => getMemberPolicy(actor, foreigner),
    changeRole: (actor) => changeRole(actor, { ...foreigner, role: 'viewer' }),
    removeMember: (actor) => removeMember(actor, { ...foreigner, keys: 'revoke' }),
    disableKeys: (actor) => disableKeys(actor, [ownKeyId, theirs.keyId]),
    'removeMember of nobody': (actor) => removeMember(actor, { ...stranger, keys: null }),
  }
  for (const [name, act] of Object.entries(changing))
    for (const actor of [person, managementKey(teamId)]) expect([name, await codeOf(act(actor))]).toEqual([name, 'not_found'])
  const wrong: Record<string, () => Promise<unknown>> = {
    'a budget of their member': () => createBudget(person, { teamId, scope: 'member', scopeId: theirs.memberId, ...amount }),
    'a budget of their key': () => createBudget(person, { teamId, scope: 'key', scopeId: theirs.keyId, ...amount }),
    'a budget of their team': () => createBudget(person, { teamId, scope: 'team', scopeId: theirs.teamId, ...amount }),
    'keys handed over to them': () => leaveTeam(person, { teamId, keys: { handOverTo: theirs.memberId } }),
  }
  for (const [name, act] of Object.entries(wrong)) expect([name, await codeOf(act())]).toEqual([name, 'invalid_request'])
  expect(await codeOf(transferOwnership(person, foreigner))).toBe('not_found')
  expect(await readEverything(owner)).toEqual(before)
})

test('filters by another team’s keys find nothing', async () => {
  expect((await listRequests(person, { teamId, keyIds: [theirs.keyId] })).items).toEqual([])
  const report = await getUsageReport(person, { teamId, groupBy: 'day', keyIds: [theirs.keyId], ...span })
  expect(report.totals.requests).toBe(0)
})
