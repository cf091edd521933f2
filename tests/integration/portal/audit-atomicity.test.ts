import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { getChannel } from '#lib/portal/channels/get-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { getBalance } from '#lib/portal/credits/get-balance'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { getKey } from '#lib/portal/keys/get-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { asPortal } from '#lib/shared/database/as-role'
import { auditOf, makeEmptyTeam, makeMember, setPortalEnvironment } from '#tests/integration/portal/personas'
import { expectBooksToBalance } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  await owner.query(`create function public.refuse_commit() returns trigger language plpgsql as $$ begin raise 'refused at commit'; end $$`)
})
afterEach(async () => {
  for (const table of guarded) await owner.query(`drop trigger if exists refuse_commit on ${table}`)
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const guarded = ['core.api_keys', 'core.channels', 'ledger.entries'] as const

/** From now on a transaction that wrote to this table does everything it does and then fails to commit. */
async function refuseCommits(table: (typeof guarded)[number]): Promise<void> {
  await owner.query(
    `create constraint trigger refuse_commit after insert or update on ${table} deferrable initially deferred for each row execute function public.refuse_commit()`,
  )
}

const auditRows = () => asPortal((tx) => tx.selectFrom('core.audit_log').selectAll().orderBy('id').execute())

const makeChannel = () =>
  createChannel(systemActor, { name: 'before', provider: 'openai', baseUrl: 'http://127.0.0.1:9/v1', credentials: ['sk-x'], models: [] })

test('a grant that does not commit leaves no audit row', async () => {
  const teamId = await makeEmptyTeam()
  const before = await auditRows()
  await refuseCommits('ledger.entries')
  await expect(grantCredit(systemActor, { teamId, amountNanos: 5n, reference: 'r', reason: 'x' })).rejects.toThrow('refused at commit')
  expect(await auditRows()).toEqual(before)
  expect(await getBalance(systemActor, teamId)).toMatchObject({ creditNanos: 0n })
  await expectBooksToBalance()
})

test('keys made and changed leave no audit row when the act does not commit', async () => {
  const teamId = await makeEmptyTeam()
  const { key } = await createKey(systemActor, { teamId, name: 'before' })
  const before = await auditRows()
  await refuseCommits('core.api_keys')
  await expect(createKey(systemActor, { teamId, name: 'k' })).rejects.toThrow('refused at commit')
  await expect(updateKey(systemActor, { keyId: key.id, name: 'after' })).rejects.toThrow('refused at commit')
  expect(await auditRows()).toEqual(before)
  expect(await getKey(systemActor, key.id)).toMatchObject({ name: 'before' })
})

test('channels made and changed leave no audit row when the act does not commit', async () => {
  const { id } = await makeChannel()
  const before = await auditRows()
  await refuseCommits('core.channels')
  await expect(makeChannel()).rejects.toThrow('refused at commit')
  await expect(updateChannel(systemActor, { channelId: id, name: 'after' })).rejects.toThrow('refused at commit')
  expect(await auditRows()).toEqual(before)
  expect(await getChannel(systemActor, id)).toMatchObject({ name: 'before' })
})

test('changing a key is in the log: by whom, from what, to what', async () => {
  const teamId = await makeEmptyTeam()
  const admin = await makeMember(teamId, 'admin')
  const { key } = await createKey(admin, { teamId, name: 'before' })
  await updateKey(admin, { keyId: key.id, name: 'after', status: 'disabled' })
  expect((await auditOf(key.id)).slice(1)).toMatchObject([
    {
      action: 'key.update',
      team_id: teamId,
      actor_kind: 'user',
      actor_id: admin.userId,
      before: { name: 'before', status: 'active' },
      after: { name: 'after', status: 'disabled' },
    },
  ])
})

test('changing a channel is in the log: by whom, from what, to what', async () => {
  const { id } = await makeChannel()
  await updateChannel(systemActor, { channelId: id, name: 'after', enabled: false })
  expect((await auditOf(id)).slice(1)).toMatchObject([
    {
      action: 'channel.update',
      team_id: null,
      actor_kind: 'system',
      before: { name: 'before', enabled: true },
      after: { name: 'after', enabled: false },
    },
  ])
})
