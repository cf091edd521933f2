import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { teamRoles } from '#lib/portal/acting/permissions'
import { makeWorld, type World } from '#tests/integration/rls/world'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

/** Relations whose rows belong to a team, with the column that says to which. */
const teamColumns = {
  'core.teams': 'id',
  'core.memberships': 'team_id',
  'core.api_keys': 'team_id',
  'core.management_keys': 'team_id',
  'core.audit_log': 'team_id',
  'core.webhooks': 'team_id',
  'core.notices': 'team_id',
  'core.notice_deliveries': 'team_id',
  'core.invites': 'team_id',
  'core.team_balances': 'team_id',
  'usage.requests': 'team_id',
  'usage.rollups': 'team_id',
  'usage.key_hours': 'team_id',
  'usage.key_days': 'team_id',
  'usage.team_totals': 'team_id',
  'usage.key_totals': 'team_id',
} as const
type TeamRelation = keyof typeof teamColumns
const relations = Object.entries(teamColumns) as [TeamRelation, string][]

/** Rows of these are for owners and admins only. */
const forAdministrators: readonly string[] = [
  'core.management_keys',
  'core.audit_log',
  'core.invites',
  'core.webhooks',
  'core.notices',
  'core.notice_deliveries',
]

async function teamsSeen(relation: TeamRelation, userId?: string): Promise<string[]> {
  const statement = `select distinct ${teamColumns[relation]} as team from ${relation}`
  const { rows } = await world.as({ role: 'authenticated', userId }, statement)
  return rows.map((row) => (row.team === world.a ? 'A' : row.team === world.b ? 'B' : 'other')).toSorted()
}

test.each(relations)('%s has rows of both teams to be hidden', async (relation, column) => {
  const { rows } = await world.asOwner(
    `select count(distinct ${column})::integer as teams from ${relation === 'core.team_balances' ? 'ledger.team_balances' : relation}`,
  )
  expect(rows[0].teams).toBeGreaterThanOrEqual(2)
})

describe.each(relations)('%s', (relation) => {
  test.each(teamRoles)('shows a %s of team A the rows of team A at most', async (role) => {
    const sees = !forAdministrators.includes(relation) || role === 'owner' || role === 'admin'
    expect(await teamsSeen(relation, world.members[role])).toEqual(sees ? ['A'] : [])
  })

  test('shows the owner of team B nothing of team A', async () => {
    expect(await teamsSeen(relation, world.ownerOfB)).toEqual(['B'])
  })

  test('shows somebody without a team, and a session without claims, nothing', async () => {
    expect(await teamsSeen(relation, world.loner)).toEqual([])
    expect(await teamsSeen(relation)).toEqual([])
  })
})

test('people see themselves and those of their teams, nobody else', async () => {
  const emails = async (userId: string) =>
    (await world.as({ role: 'authenticated', userId }, 'select email from core.users order by email')).rows.map((row) => row.email)
  expect(await emails(world.ownerOfB)).toEqual(['owner@b.example'])
  expect(await emails(world.loner)).toEqual(['loner@example.com'])
  expect(await emails(world.members.viewer)).toEqual(teamRoles.map((role) => `${role}@a.example`).toSorted())
})

test('latencies are shown of one’s own team; those of channels, of everyone and of other teams are not', async () => {
  const seen = async (userId: string) =>
    (await world.as({ role: 'authenticated', userId }, 'select distinct subject_id from usage.latencies')).rows.map((row) => row.subject_id)
  const { rows } = await world.asOwner('select distinct subject_id from usage.latencies')
  expect(rows.length).toBeGreaterThanOrEqual(3)
  expect(await seen(world.members.viewer)).toEqual([world.a])
  expect(await seen(world.loner)).toEqual([])
})

test('the catalogue is open to whoever is signed in; prices only of one’s own group, and never a cost', async () => {
  const read = async (userId: string, statement: string) => (await world.as({ role: 'authenticated', userId }, statement)).rows
  expect(await read(world.loner, 'select name from core.models')).toEqual([{ name: 'm' }])
  for (const relation of ['core.price_versions', 'core.current_prices']) {
    const statement = `select kind, customer_group from ${relation}`
    expect(await read(world.members.viewer, statement)).toEqual([{ kind: 'sell', customer_group: 'default' }])
    expect(await read(world.loner, statement)).toEqual([])
  }
})

test.each([
  'select cost_nanos from usage.requests',
  'select channel_id from usage.requests',
  'select attempts from usage.requests',
  'select upstream_model from usage.requests',
  'select cost_nanos from usage.rollups',
  'select channel_id from usage.rollups',
  'select cost_nanos from usage.key_hours',
  'select cost_nanos from usage.key_days',
  'select cost_nanos from usage.team_totals',
  'select from usage.hourly_totals',
  'select from usage.quarter_totals',
  'select * from usage.requests',
])('"%s" is refused to members: what serves them and what it costs is the operator’s', async (statement) => {
  await expect(world.as({ role: 'authenticated', userId: world.members.owner }, statement)).rejects.toThrow(/permission denied/)
})

test('members see the tries of their own requests, and never at which channel', async () => {
  const read = async (userId: string) => {
    const { rows } = await world.as({ role: 'authenticated', userId }, 'select * from usage.request_attempts')
    return rows
  }
  await world.change(
    `update usage.requests set attempts = '[{"channel_id":"secret-channel","status":503,"failure":"upstream_error","ms":30}]'`,
    [],
  )
  const [own] = await read(world.members.viewer)
  expect(own).toMatchObject({ team_id: world.a, position: 1, status: 503, failure: 'upstream_error', start_us: null })
  expect(JSON.stringify(own, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).not.toContain('secret-channel')
  expect(new Set((await read(world.members.viewer)).map((row) => row.team_id))).toEqual(new Set([world.a]))
  expect(new Set((await read(world.ownerOfB)).map((row) => row.team_id))).toEqual(new Set([world.b]))
  expect(await read(world.loner)).toEqual([])
})

test('a member who was disabled or has left sees nothing from the next statement on', async () => {
  const userId = world.ownerOfB
  const keysSeen = async () => (await world.as({ role: 'authenticated', userId }, 'select id from core.api_keys')).rowCount
  const change = (statement: string) => world.change(statement, [userId])
  expect(await keysSeen()).toBe(1)
  await change('update core.users set disabled_at = now() where id = $1')
  expect(await keysSeen()).toBe(0)
  await change('update core.users set disabled_at = null where id = $1')
  expect(await keysSeen()).toBe(1)
  await change('delete from core.memberships where user_id = $1')
  expect(await keysSeen()).toBe(0)
})

test.each(['', '{}', '{"sub":""}', '{"sub":null}', '{"role":"service_role"}'])(
  'the claims %j read nothing rather than everything',
  async (claims) => {
    for (const [relation] of relations) {
      expect((await world.as({ role: 'authenticated', claims }, `select from ${relation}`)).rowCount).toBe(0)
    }
  },
)
