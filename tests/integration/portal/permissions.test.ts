import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, systemActor } from '#lib/portal/acting/actor'
import { type Act, operatorRoles, permissionFor, permissions, teamRoles } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { updateTeam } from '#lib/portal/teams/update-team'
import { asPortal } from '#lib/shared/database/as-role'
import {
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
let teamId: string
let personas: Record<string, Actor>

beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  teamId = await makeEmptyTeam()
  const members = await Promise.all(teamRoles.map(async (role) => [`member ${role}`, await makeMember(teamId, role)] as const))
  const operators = await Promise.all(operatorRoles.map(async (role) => [`operator ${role}`, await makeOperator(role)] as const))
  personas = {
    ...Object.fromEntries([...members, ...operators]),
    outsider: await makePerson(),
    stranger: { kind: 'user', userId: randomUUID() },
    'own key': managementKey(teamId),
    'foreign key': managementKey(await makeEmptyTeam()),
    'operator key': managementKey(null),
    system: systemActor,
  }
})
afterAll(() => database.drop())

const decide = (actor: Actor, act: Act, team: string | null) => codeOf(asPortal((tx) => requirePermission(tx, actor, act, team)))

function expectedInTeam(persona: string, act: Act): string {
  const row = permissionFor(act)
  const [kind, role = ''] = persona.split(' ')
  const allowed = (list: readonly string[], name: string) => (list.includes(name) ? 'done' : 'forbidden')
  if (persona === 'outsider' || persona === 'foreign key') return 'not_found'
  if (persona === 'stranger') return 'unauthenticated'
  if (persona === 'own key') return row.teamKeys ? 'done' : 'forbidden'
  if (persona === 'operator key') return allowed(row.operators, 'owner')
  if (kind === 'member') return allowed(row.members, role)
  return kind === 'operator' ? allowed(row.operators, role) : 'done'
}

describe.each(Object.keys(permissions) as Act[])('%s', (act) => {
  test('is allowed in a team to exactly those the table names; outsiders find no team', async () => {
    for (const [name, actor] of Object.entries(personas)) {
      expect(`${name}: ${await decide(actor, act, teamId)}`).toBe(`${name}: ${expectedInTeam(name, act)}`)
    }
  })

  test('is allowed on the installation to operators alone, or to whoever has an account', async () => {
    for (const [name, actor] of Object.entries(personas)) {
      const isOperator = name.startsWith('operator') || name === 'system'
      const open = permissionFor(act).accounts === true && !name.endsWith('key')
      const expected = isOperator ? expectedInTeam(name, act) : name === 'stranger' ? 'unauthenticated' : open ? 'done' : 'forbidden'
      expect(`${name}: ${await decide(actor, act, null)}`).toBe(`${name}: ${expected}`)
    }
  })
})

test('a disabled team can be read by its members and changed by operators alone', async () => {
  const disabled = await makeEmptyTeam()
  const owner = await makeMember(disabled, 'owner')
  await updateTeam(systemActor, { teamId: disabled, status: 'disabled' })
  expect(await decide(owner, 'key.read', disabled)).toBe('done')
  expect(await decide(owner, 'key.create', disabled)).toBe('team_disabled')
  expect(await decide(managementKey(null), 'key.create', disabled)).toBe('done')
})

test('a team that is not there is not found, by operators either', async () => {
  expect(await decide(managementKey(null), 'team.read', randomUUID())).toBe('not_found')
  expect(await decide(await makeOperator(), 'team.read', randomUUID())).toBe('not_found')
})
