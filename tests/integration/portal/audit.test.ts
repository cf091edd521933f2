import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, systemActor } from '#lib/portal/acting/actor'
import { listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { createChannel } from '#lib/portal/channels/create-channel'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { getBalance } from '#lib/portal/credits/get-balance'
import { createKey } from '#lib/portal/keys/create-key'
import { listKeys } from '#lib/portal/keys/list-keys'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { listManagementKeys } from '#lib/portal/management-keys/list-management-keys'
import { revokeManagementKey } from '#lib/portal/management-keys/revoke-management-key'
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

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  try {
    await owner.query(statement)
  } finally {
    await owner.end()
  }
}

test.each(['update core.audit_log set action = $$x$$', 'delete from core.audit_log', 'truncate core.audit_log'])(
  'nobody can do "%s": not the portal, not the owner of the database',
  async (statement) => {
    await makeEmptyTeam()
    await expect(asPortal((tx) => sql.raw(statement).execute(tx))).rejects.toThrow(/permission denied/)
    await expect(asOwner(statement)).rejects.toThrow(/append-only/)
  },
)

test('when the audit row cannot be written, the act has not happened', async () => {
  const teamId = await makeEmptyTeam()
  await asOwner('alter table core.audit_log add constraint broken check (target_kind not in ($$key$$, $$entry$$)) not valid')
  await expect(createKey(systemActor, { teamId, name: 'k' })).rejects.toThrow()
  await expect(grantCredit(systemActor, { teamId, amountNanos: 5n, reference: 'r', reason: 'x' })).rejects.toThrow()
  await asOwner('alter table core.audit_log drop constraint broken')
  expect((await listKeys(systemActor, { teamId })).items).toEqual([])
  expect(await getBalance(systemActor, teamId)).toMatchObject({ creditNanos: 0n })
  await expectBooksToBalance()
})

test('no secret of any kind is in the log', async () => {
  const teamId = await makeEmptyTeam()
  const credential = 'sk-audited-credential-123456'
  await createChannel(systemActor, {
    name: 'c',
    provider: 'openai',
    baseUrl: 'http://127.0.0.1:9/v1',
    credentials: [credential],
    models: [],
  })
  const { secret } = await createKey(systemActor, { teamId, name: 'k' })
  const { secret: managementSecret } = await createManagementKey(systemActor, { teamId, name: 'm' })
  const text = JSON.stringify(await asPortal((tx) => tx.selectFrom('core.audit_log').selectAll().execute()))
  for (const hidden of [credential, secret, managementSecret]) expect(text).not.toContain(hidden)
})

test('owners and admins read their own log, operators every one', async () => {
  const teamId = await makeEmptyTeam()
  const actions = async (actor: Actor, team?: string) => (await listAuditTrail(actor, { ofTeam: team })).items.map((row) => row.action)
  expect(await actions(await makeMember(teamId, 'admin'), teamId)).toEqual(['team.create'])
  expect(await actions(managementKey(teamId), teamId)).toEqual(['team.create'])
  expect((await actions(await makeOperator('support'))).length).toBeGreaterThan(1)
  expect(await codeOf(listAuditTrail(await makeMember(teamId, 'developer'), { ofTeam: teamId }))).toBe('forbidden')
  expect(await codeOf(listAuditTrail(await makePerson(), { ofTeam: teamId }))).toBe('not_found')
  expect(await codeOf(listAuditTrail(await makeOperator('engineer')))).toBe('forbidden')
})

test('management keys are made and revoked by administrators of the team, once', async () => {
  const teamId = await makeEmptyTeam()
  const [admin, developer, outsider] = [await makeMember(teamId, 'admin'), await makeMember(teamId, 'developer'), await makePerson()]
  const { key } = await createManagementKey(admin, { teamId, name: 'CI' })
  expect((await listManagementKeys(admin, { teamId })).items).toEqual([key])
  expect(await codeOf(createManagementKey(developer, { teamId, name: 'x' }))).toBe('forbidden')
  expect(await codeOf(listManagementKeys(developer, { teamId }))).toBe('forbidden')
  expect(await codeOf(revokeManagementKey(developer, key.id))).toBe('forbidden')
  expect(await codeOf(revokeManagementKey(outsider, key.id))).toBe('not_found')
  expect(await codeOf(createManagementKey(admin, { teamId: null, name: 'x' }))).toBe('forbidden')
  expect(await codeOf(createManagementKey(managementKey(teamId), { teamId, name: 'x' }))).toBe('forbidden')
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => codeOf(revokeManagementKey(admin, key.id))))
  expect(outcomes.toSorted()).toEqual(['done', ...Array<string>(4).fill('not_found')])
  expect((await auditOf(key.id)).map((row) => row.action)).toEqual(['management_key.create', 'management_key.revoke'])
})

test('a key of operator scope does not exist to anybody but operators', async () => {
  const { key } = await createManagementKey(systemActor, { teamId: null, name: 'installation' })
  expect(await codeOf(revokeManagementKey(await makePerson(), key.id))).toBe('not_found')
  expect(await codeOf(revokeManagementKey(await makeOperator('owner'), key.id))).toBe('done')
})
