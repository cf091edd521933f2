import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { systemActor } from '#lib/portal/acting/actor'
import { type TeamRole, teamRoles } from '#lib/portal/acting/permissions'
import { createChannel } from '#lib/portal/channels/create-channel'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { inviteMember } from '#lib/portal/invites/invite-member'
import { createKey } from '#lib/portal/keys/create-key'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { putModel } from '#lib/portal/models/put-model'
import { noRates } from '#lib/portal/prices/price'
import { setCostPrice, setSellPrice } from '#lib/portal/prices/set-price'
import { raiseNotice } from '#lib/portal/notices/raise-notice'
import { createTeam } from '#lib/portal/teams/create-team'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { gatewayPool } from '#lib/shared/database/pools'
import { foldEverything } from '#tests/support/fold-everything'
import { admissionOf, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

export interface Who {
  role: 'anon' | 'authenticated' | 'none'
  userId?: string
  /** In place of what the user's session would carry. */
  claims?: string
}

export interface World {
  database: TestDatabase
  /** Two teams with a row in every table that belongs to a team. */
  a: string
  b: string
  /** One member of A for each role, the owner of B, and somebody without any team. */
  members: Record<TeamRole, string>
  ownerOfB: string
  loner: string
  /** Runs a statement as the app's login after it has taken a role; everything is rolled back. */
  as: (who: Who, statement: string) => Promise<pg.QueryResult>
  /** The same as the gateway's login. */
  asGateway: (statement: string) => Promise<pg.QueryResult>
  /** As the owner of everything, for looking at the catalogue. */
  asOwner: (statement: string) => Promise<pg.QueryResult>
  /** As the owner, and kept. */
  change: (statement: string, values: unknown[]) => Promise<pg.QueryResult>
  close: () => Promise<void>
}

/** A database in which there is something to see in every table, so that seeing nothing means something. */
export async function makeWorld(): Promise<World> {
  process.env.TOLLGATE_MASTER_KEYS = `1:${randomBytes(32).toString('base64')}`
  process.env.TOLLGATE_ALLOW_PRIVATE_UPSTREAMS = '1'
  const database = await createTestDatabase()
  const [a, b] = [(await createTeam(systemActor, { name: 'A' })).id, (await createTeam(systemActor, { name: 'B' })).id]
  const person = async (email: string) => {
    const userId = randomUUID()
    await ensureAccount({ userId, email })
    await asPortal((tx) => tx.deleteFrom('core.memberships').where('user_id', '=', userId).execute())
    return userId
  }
  const join = async (teamId: string, role: TeamRole, email: string) => {
    const userId = await person(email)
    await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: teamId, user_id: userId, role }).execute())
    return userId
  }
  const members = Object.fromEntries(
    await Promise.all(teamRoles.map(async (role) => [role, await join(a, role, `${role}@a.example`)] as const)),
  )
  const ownerOfB = await join(b, 'owner', 'owner@b.example')
  await fillCatalogue()
  for (const team of [a, b]) await fillTeam(team)
  await foldEverything()
  const clients = await connect(database)
  return {
    database,
    a,
    b,
    members: members as Record<TeamRole, string>,
    ownerOfB,
    loner: await person('loner@example.com'),
    ...clients,
  }
}

async function fillCatalogue(): Promise<void> {
  const values = { rates: { ...noRates, input: 1n, output: 1n }, requestNanos: null, tiers: [] }
  await putModel(systemActor, { name: 'm', prices: values })
  await setSellPrice(systemActor, { model: 'm', customerGroup: 'vip', values })
  await setCostPrice(systemActor, { model: 'm', values })
  await createChannel(systemActor, {
    name: 'c',
    provider: 'openai',
    baseUrl: 'http://127.0.0.1:9',
    credentials: ['sk-x'],
    models: [{ model: 'm' }],
  })
}

async function fillTeam(teamId: string): Promise<void> {
  await grantCredit(systemActor, { teamId, amountNanos: 1_000n, reference: 'in', reason: 'x' })
  const { key } = await createKey(systemActor, { teamId, name: 'k', policy: { budgets: [{ amount_usd: '0.0000005', period: 'day' }] } })
  const { key: management } = await createManagementKey(systemActor, { teamId, name: 'm' })
  await inviteMember(systemActor, { teamId, email: 'guest@example.com', role: 'viewer' })
  await createWebhook(systemActor, { teamId, url: 'http://127.0.0.1:9/', events: ['key.blocked'] })
  await asPortal(async (tx) => {
    const notice = { team_id: 't', team_name: 't', key_id: 'k', key_name: 'k', reason: null, blocked_at: '2026-01-01T00:00:00Z' }
    await raiseNotice(tx, { teamId, kind: 'key.blocked', dedupeKey: `world:${teamId}`, payload: notice })
    const kept = { scope_id: management.id, idempotency_key: 'k', fingerprint: randomBytes(32), status: 200, response: '{}' }
    await tx.insertInto('core.idempotency_keys').values(kept).execute()
  })
  const versions = await asPortal(async (tx) => ({
    policyVersion: (await tx.selectFrom('core.api_keys').select('policy_version').where('id', '=', key.id).executeTakeFirstOrThrow())
      .policy_version,
    snapshotVersion: (await tx.selectFrom('core.snapshot_state').select('version').executeTakeFirstOrThrow()).version,
  }))
  const [settled, open] = [admissionOf({ teamId, keyId: key.id }, versions), admissionOf({ teamId, keyId: key.id }, versions)]
  for (const admission of [settled, open]) {
    const verdict = await admitRequest(admission)
    if (verdict.kind !== 'held') throw new Error(`not held: ${verdict.kind}`)
  }
  await settleRequest(settlementOf(settled, 10n))
  await gatewayPool().query('select usage.count_refusals($1)', [JSON.stringify([{ key_id: key.id, code: 'rate_limited', refused: 1 }])])
}

async function connect(database: TestDatabase): Promise<Pick<World, 'as' | 'asGateway' | 'asOwner' | 'change' | 'close'>> {
  const open = async (connectionString: string) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    return client
  }
  const [app, gateway, owner] = await Promise.all([open(database.appUrl), open(database.gatewayUrl), open(database.adminUrl)])
  return {
    as: ({ role, userId, claims = userId === undefined ? '' : JSON.stringify({ sub: userId, role }) }, statement) => {
      const enter = `select set_config('role', '${role}', true), set_config('request.jwt.claims', '${claims}', true)`
      // Only Supabase's own login may become anonymous; here its owner stands for it.
      return undone(role === 'anon' ? owner : app, statement, enter)
    },
    asGateway: (statement) => undone(gateway, statement),
    asOwner: (statement) => undone(owner, statement),
    change: (statement, values) => owner.query(statement, values),
    close: async () => {
      await Promise.all([app, gateway, owner].map((client) => client.end()))
      await database.drop()
    },
  }
}

async function undone(client: pg.Client, statement: string, enter?: string): Promise<pg.QueryResult> {
  await client.query('begin')
  try {
    if (enter !== undefined) await client.query(enter)
    return await client.query(statement)
  } finally {
    await client.query('rollback')
  }
}
