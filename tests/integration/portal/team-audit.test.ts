import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportAudit } from '#lib/portal/audit/export-audit'
import { listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { createBudget } from '#lib/portal/budgets/create-budget'
import { endBudget } from '#lib/portal/budgets/end-budget'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { changeOperatorRole } from '#lib/portal/users/change-operator-role'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { showId } from '#lib/shared/ids'
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
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('owners and admins read their team’s log, narrowed by who and what; nobody else of the team does, and no outsider', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, admin] = [await makeMember(teamId, 'owner'), await makeMember(teamId, 'admin')]
  const { key } = await createKey(admin, { teamId, name: 'k' })
  await createKey(owner, { teamId, name: 'other' })
  const own = await listAuditTrail(owner, { ofTeam: teamId })
  expect(new Set(own.items.map((line) => line.team_id))).toEqual(new Set([teamId]))
  expect(await listAuditTrail(admin, { ofTeam: teamId, actorId: admin.userId })).toMatchObject({
    items: [{ action: 'key.create', target_id: key.id, target_name: 'k' }],
  })
  expect((await listAuditTrail(admin, { ofTeam: teamId, targetId: key.id })).items).toHaveLength(1)
  expect(await exportAudit(owner, { ofTeam: teamId, actions: ['key.create'] })).toContain(showId('key', key.id))
  for (const role of ['developer', 'billing', 'viewer'] as const)
    expect(await codeOf(listAuditTrail(await makeMember(teamId, role), { ofTeam: teamId }))).toBe('forbidden')
  expect(await codeOf(listAuditTrail(await makePerson(), { ofTeam: teamId }))).toBe('not_found')
  expect(await codeOf(listAuditTrail(owner))).toBe('forbidden')
})

test('budgets are called by what they are of, and webhooks by their host, whoever reads', async () => {
  const teamId = await makeEmptyTeam('Named')
  const owner = await makeMember(teamId, 'owner')
  const { key } = await createKey(owner, { teamId, name: 'website' })
  const terms = { teamId, amountNanos: 1_000_000_000n, period: 'month' } as const
  await createBudget(owner, { ...terms, scope: 'team' })
  const ofKey = await createBudget(owner, { ...terms, scope: 'key', scopeId: key.id })
  await createBudget(owner, { ...terms, scope: 'tag', scopeId: 'production' })
  await createWebhook(owner, { teamId, url: 'https://hooks.example.com:8443/services/hidden?token=hidden', events: ['key.blocked'] })
  await endBudget(owner, ofKey.id)
  const actions = ['budget.create', 'budget.end', 'webhook.create']
  const { items } = await listAuditTrail(owner, { ofTeam: teamId, actions })
  expect(items.map((line) => line.target_name)).toEqual(['website', 'hooks.example.com:8443', 'production', 'website', 'Named'])
  const support = await makeOperator('support')
  for (const reader of [owner, support]) {
    const log = await listAuditTrail(reader, { ofTeam: teamId })
    expect(JSON.stringify(log.items)).not.toContain('hidden')
    expect(await exportAudit(reader, { ofTeam: teamId })).not.toContain('hidden')
  }
  const csv = await exportAudit(owner, { ofTeam: teamId, actions: ['budget.end'] })
  expect(csv).toContain(showId('budget', ofKey.id))
  expect(csv).not.toContain(`,${ofKey.id},`)
})

test('a team reads that the operator acted, not which of them and from where', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const operator = { ...(await makeOperator('finance')), address: '192.0.2.7' }
  await grantCredit(operator, { teamId, amountNanos: 5n, reference: 'r', reason: 'x' })
  const lineFor = async (reader: Parameters<typeof listAuditTrail>[0]) =>
    (await listAuditTrail(reader, { ofTeam: teamId, actions: ['credit.grant'] })).items[0]
  expect(await lineFor(owner)).toMatchObject({ by_operator: true, actor_id: null, actor_name: null, address: null })
  expect(await lineFor(await makeOperator('support'))).toMatchObject({ actor_id: operator.userId, address: '192.0.2.7' })
  expect(await exportAudit(owner, { ofTeam: teamId, actions: ['credit.grant'] })).not.toContain('192.0.2.7')
  expect((await listAuditTrail(managementKey(teamId), { ofTeam: teamId, actions: ['credit.grant'] })).items).toMatchObject([
    { team_id: teamId, by_operator: true, actor_id: null, address: null },
  ])
})

test('a log is narrowed to a time, and an export has all its pages but no more than 10,000 acts', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  await asPortal((tx) =>
    sql`insert into core.audit_log (id, team_id, actor_kind, action, target_kind, target_id, created_at)
      select gen_random_uuid(), ${teamId}, 'system', 'key.rotate', 'entry', n::text, '2020-01-01'::timestamptz + make_interval(mins => n)
      from generate_series(1, 10100) n`.execute(tx),
  )
  const between = (from: string, to: string) => ({ ofTeam: teamId, actions: ['key.rotate'], from: new Date(from), to: new Date(to) })
  const narrow = await listAuditTrail(owner, between('2020-01-01T00:10:00Z', '2020-01-01T00:13:00Z'))
  expect(narrow.items.map((line) => line.target_id).toSorted()).toEqual(['10', '11', '12'])
  const linesOf = async (to: string) => (await exportAudit(owner, between('2020-01-01', to))).split('\r\n').filter((line) => line !== '')
  expect(new Set(await linesOf('2020-01-01T07:30:00Z')).size).toBe(1 + 449)
  expect(new Set(await linesOf('2021-01-01')).size).toBe(1 + 10_000)
})

test('who was an operator is not named to the team once they are none any more', async () => {
  const teamId = await makeEmptyTeam()
  const [owner, head, person] = [await makeMember(teamId, 'owner'), await makeOperator('owner'), await makePerson()]
  await changeOperatorRole(head, { userId: person.userId, role: 'finance' })
  await grantCredit(person, { teamId, amountNanos: 5n, reference: 'r', reason: 'x' })
  await changeOperatorRole(head, { userId: person.userId, role: null })
  const { items } = await listAuditTrail(owner, { ofTeam: teamId, actions: ['credit.grant'] })
  expect(items).toMatchObject([{ by_operator: true, actor_id: null, actor_name: null }])
})

test('no role the product works as can change or take away a row of the log, nor empty it, nor can the owner by accident', async () => {
  const teamId = await makeEmptyTeam()
  const before = await asPortal((tx) => tx.selectFrom('core.audit_log').selectAll().orderBy('id').execute())
  expect(before.some((row) => row.team_id === teamId)).toBe(true)
  const statements = [
    `update core.audit_log set action = 'x'`,
    'delete from core.audit_log',
    'truncate core.audit_log',
    'alter table core.audit_log disable trigger all',
    'drop table core.audit_log cascade',
  ]
  const refusal = /permission denied|append-only|must be owner/
  for (const [url, roles] of [
    [database.appUrl, ['portal', 'authenticated', 'none']],
    [database.gatewayUrl, ['none']],
  ] as const) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    for (const role of roles) {
      await client.query(`set role ${role}`)
      for (const statement of statements) await expect(client.query(statement), `${role}: ${statement}`).rejects.toThrow(refusal)
    }
    await client.end()
  }
  const owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  for (const statement of statements.slice(0, 3)) await expect(owner.query(statement)).rejects.toThrow('append-only')
  await owner.end()
  expect(await asPortal((tx) => tx.selectFrom('core.audit_log').selectAll().orderBy('id').execute())).toEqual(before)
})
