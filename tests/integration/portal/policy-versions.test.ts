import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { gatewayPool } from '#lib/shared/database/pools'
import { newId } from '#lib/shared/ids'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import { makeTeam, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function addMember(teamId: string): Promise<string> {
  const userId = newId()
  await asPortal(async (tx) => {
    await tx
      .insertInto('core.users')
      .values({ id: userId, email: `${userId}@example.com` })
      .execute()
    await tx.insertInto('core.memberships').values({ team_id: teamId, user_id: userId, role: 'developer' }).execute()
  })
  return userId
}

async function addKey(teamId: string, ownerId: string | null, tx?: RoleTransaction): Promise<string> {
  const id = newId()
  const insert = (transaction: RoleTransaction) =>
    transaction.insertInto('core.api_keys').values({ id, team_id: teamId, owner_id: ownerId, name: 'k', display: 'k' }).execute()
  await (tx ? insert(tx) : asPortal(insert))
  return id
}

const setTeamPolicy = (tx: RoleTransaction, teamId: string, policy: object) =>
  tx
    .updateTable('core.teams')
    .set({ policy: JSON.stringify(policy) })
    .where('id', '=', teamId)
    .execute()

async function versions(...ids: string[]): Promise<number[]> {
  const rows = await asPortal((tx) => tx.selectFrom('core.api_keys').select(['id', 'policy_version']).where('id', 'in', ids).execute())
  return ids.map((id) => Number(rows.find((row) => row.id === id)?.policy_version))
}

describe('what a cached key must not outlive', () => {
  test('a policy of the team reaches every key of it, one of a member the keys that count for them', async () => {
    const [team, other] = [await makeTeam(), await makeTeam()]
    const owner = await addMember(team.teamId)
    const owned = await addKey(team.teamId, owner)
    await asPortal((tx) => setTeamPolicy(tx, team.teamId, { max_output_tokens: 5 }))
    expect(await versions(team.keyId, owned, other.keyId)).toEqual([2, 2, 1])
    await asPortal((tx) => setTeamPolicy(tx, team.teamId, { max_output_tokens: 5 }))
    expect(await versions(team.keyId, owned)).toEqual([2, 2])
    await asPortal((tx) =>
      tx
        .updateTable('core.memberships')
        .set({ policy: JSON.stringify({ tags: ['a'] }) })
        .where('user_id', '=', owner)
        .execute(),
    )
    expect(await versions(team.keyId, owned)).toEqual([2, 3])
    await asPortal((tx) => tx.updateTable('core.teams').set({ time_zone: 'Asia/Tokyo' }).where('id', '=', team.teamId).execute())
    expect(await versions(team.keyId, owned)).toEqual([3, 4])
  })

  test('a member who leaves, and a key handed over, leave no old policy behind', async () => {
    const team = await makeTeam()
    const [first, second] = [await addMember(team.teamId), await addMember(team.teamId)]
    const key = await addKey(team.teamId, first)
    await asPortal((tx) => tx.updateTable('core.api_keys').set({ owner_id: second }).where('id', '=', key).execute())
    expect(await versions(key)).toEqual([2])
    await asPortal((tx) => tx.deleteFrom('core.memberships').where('user_id', '=', second).execute())
    expect(await versions(key)).toEqual([3])
    const { owner_id: owner } = await asPortal((tx) =>
      tx.selectFrom('core.api_keys').select('owner_id').where('id', '=', key).executeTakeFirstOrThrow(),
    )
    expect(owner).toBeNull()
  })

  test('nobody outside the team owns a key of it', async () => {
    const [team, other] = [await makeTeam(), await makeTeam()]
    const stranger = await addMember(other.teamId)
    await expect(addKey(team.teamId, stranger)).rejects.toThrow(/api_keys_owner_fkey/)
  })

  test('a key made while its team’s policy changes is not missed by the change', async () => {
    const team = await makeTeam()
    const made = await raceKeyAgainst(team, null, (tx) => setTeamPolicy(tx, team.teamId, { tags: ['new'] }))
    expect((await versions(made))[0]).toBe(2)
  })

  test('nor is one made for a member whose policy changes', async () => {
    const team = await makeTeam()
    const owner = await addMember(team.teamId)
    const made = await raceKeyAgainst(team, owner, (tx) =>
      tx.updateTable('core.memberships').set({ policy: '{"tags":["new"]}' }).where('user_id', '=', owner).execute(),
    )
    expect((await versions(made))[0]).toBe(2)
  })
})

/** Makes a key in a transaction that ends only after the change has begun. */
async function raceKeyAgainst(team: TestTeam, owner: string | null, change: (tx: RoleTransaction) => Promise<unknown>): Promise<string> {
  let changing: Promise<unknown> = Promise.resolve()
  const made = await asPortal(async (tx) => {
    const id = await addKey(team.teamId, owner, tx)
    changing = asPortal(change)
    await waitForLock()
    return id
  })
  await changing
  return made
}

async function waitForLock(): Promise<void> {
  for (let round = 0; round < 200; round++) {
    const { rows } = await asPortal((tx) =>
      sql`select from pg_locks l join pg_stat_activity a on a.pid = l.pid where a.datname = current_database() and not l.granted`.execute(
        tx,
      ),
    )
    if (rows.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('nobody waits')
}

test('a blocked key has a reason and a time, which enabling it takes away; failures then count anew', async () => {
  const team = await makeTeam()
  const read = () => asPortal((tx) => tx.selectFrom('core.api_keys').selectAll().where('id', '=', team.keyId).executeTakeFirstOrThrow())
  const set = (values: { status: 'blocked' | 'active'; block_reason?: string }) =>
    asPortal((tx) => tx.updateTable('core.api_keys').set(values).where('id', '=', team.keyId).execute())
  const before = await read()
  await expect(set({ status: 'blocked' })).rejects.toThrow(/api_keys_blocked_check/)
  await set({ status: 'blocked', block_reason: 'leaked' })
  expect(await read()).toMatchObject({ status: 'blocked', block_reason: 'leaked', blocked_at: expect.any(Date), policy_version: 2n })
  await set({ status: 'active' })
  const after = await read()
  expect(after).toMatchObject({ status: 'active', block_reason: null, blocked_at: null, policy_version: 3n })
  expect(after.failures_since.getTime()).toBeGreaterThan(before.failures_since.getTime())
})

test('the gateway gets the policies of all levels with the key', async () => {
  const team = await makeTeam()
  const owner = await addMember(team.teamId)
  const { secret } = mintApiKey('inference')
  await asPortal(async (tx) => {
    await setTeamPolicy(tx, team.teamId, { tags: ['t'] })
    await tx.updateTable('core.api_keys').set({ policy: '{"tags":["k"]}' }).where('id', '=', team.keyId).execute()
    await sql`insert into core.api_key_secrets (id, key_id, secret_hash) values (${newId()}, ${team.keyId}, ${hashSecret(secret)})`.execute(
      tx,
    )
  })
  const look = async () =>
    (await gatewayPool().query<{ key: object }>('select core.gateway_key($1) as key', [hashSecret(secret)])).rows[0]?.key
  const [ofTeam, ofKey] = [
    { level: 'team', id: team.teamId, policy: { tags: ['t'] } },
    { level: 'key', id: team.keyId, policy: { tags: ['k'] } },
  ]
  expect(await look()).toMatchObject({ owner_id: null, time_zone: 'UTC', levels: [ofTeam, ofKey] })
  await asPortal((tx) => tx.updateTable('core.api_keys').set({ owner_id: owner }).where('id', '=', team.keyId).execute())
  expect(await look()).toMatchObject({ owner_id: owner, levels: [ofTeam, { level: 'member', id: owner, policy: {} }, ofKey] })
})
