import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { getKey } from '#lib/portal/keys/get-key'
import { listKeys } from '#lib/portal/keys/list-keys'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { hashSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'
import { gatewayPool } from '#lib/shared/database/pools'
import { auditOf, codeOf, makeEmptyTeam, makeMember, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { admissionOf, expectBooksToBalance, settlementOf } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

interface GatewayKey {
  status: string
  expires_at: string | null
  secret_expires_at: string | null
  policy_version: string
}

/** What the gateway is told about a secret. */
async function asGateway(secret: string): Promise<GatewayKey | null> {
  const { rows } = await gatewayPool().query<{ key: GatewayKey | null }>('select core.gateway_key($1) as key', [hashSecret(secret)])
  return rows[0]?.key ?? null
}

async function policyVersion(keyId: string): Promise<bigint> {
  const row = await asPortal((tx) =>
    tx.selectFrom('core.api_keys').select('policy_version').where('id', '=', keyId).executeTakeFirstOrThrow(),
  )
  return row.policy_version
}

test('a new key is known to the gateway by the hash of its secret alone', async () => {
  const teamId = await makeEmptyTeam()
  const { key, secret } = await createKey(systemActor, { teamId, name: ' Service ' })
  expect(key).toMatchObject({ teamId, name: 'Service', status: 'active', expiresAt: null, policy: {}, budgets: [] })
  expect(await asGateway(secret)).toMatchObject({ status: 'active', expires_at: null })
  const { rows } = await asPortal((tx) =>
    sql<{ text: string }>`select to_jsonb(s)::text as text from core.api_key_secrets s where key_id = ${key.id}`.execute(tx),
  )
  expect(rows[0]?.text).not.toContain(secret)
  expect(JSON.stringify(await auditOf(key.id))).not.toContain(secret)
})

test('every change reaches the gateway through the policy version', async () => {
  const teamId = await makeEmptyTeam()
  const { key, secret } = await createKey(systemActor, { teamId, name: 'k' })
  const version = async () => BigInt((await asGateway(secret))?.policy_version ?? '0')
  const changes = [
    () => updateKey(systemActor, { keyId: key.id, status: 'disabled' }),
    () => updateKey(systemActor, { keyId: key.id, policy: { expires_at: new Date(Date.now() + 60_000).toISOString() } }),
    () => updateKey(systemActor, { keyId: key.id, policy: { tags: ['x'] } }),
    () => rotateKey(systemActor, { keyId: key.id }),
  ]
  for (const change of changes) {
    const before = await version()
    await change()
    expect(await version()).toBeGreaterThan(before)
  }
})

test('rotation ends the secret before at once, or after the overlap', async () => {
  const teamId = await makeEmptyTeam()
  const { key, secret: first } = await createKey(systemActor, { teamId, name: 'k' })
  const { secret: second, key: rotated } = await rotateKey(systemActor, { keyId: key.id })
  expect(rotated.display).not.toBe(key.display)
  const ended = (await asGateway(first))?.secret_expires_at
  expect(new Date(ended ?? 0).getTime()).toBeLessThanOrEqual(Date.now() + 1_000)
  await rotateKey(systemActor, { keyId: key.id, overlapSeconds: 3_600 })
  const overlapping = (await asGateway(second))?.secret_expires_at
  expect(new Date(overlapping ?? 0).getTime()).toBeGreaterThan(Date.now() + 3_500_000)
  // An overlap never gives a secret that has ended its life back.
  expect((await asGateway(first))?.secret_expires_at).toBe(ended)
})

test('ten rotations at once leave one secret that does not end', async () => {
  const teamId = await makeEmptyTeam()
  const { key } = await createKey(systemActor, { teamId, name: 'k' })
  const made = await Promise.all(Array.from({ length: 10 }, () => rotateKey(systemActor, { keyId: key.id })))
  const ends = await Promise.all(made.map(async ({ secret }) => (await asGateway(secret))?.secret_expires_at))
  expect(ends.filter((end) => end === null)).toHaveLength(1)
})

test('a deleted key is off, ended and gone from lists; its requests keep its name', async () => {
  const teamId = await makeEmptyTeam()
  const { key, secret } = await createKey(systemActor, {
    teamId,
    name: 'k',
    policy: { budgets: [{ amount_usd: '0.000000005', period: 'day' }] },
  })
  await deleteKey(systemActor, key.id)
  expect(await asGateway(secret)).toMatchObject({ status: 'deleted' })
  expect(await codeOf(getKey(systemActor, key.id))).toBe('not_found')
  expect(await codeOf(deleteKey(systemActor, key.id))).toBe('not_found')
  expect((await listKeys(systemActor, { teamId })).items).toEqual([])
  expect((await auditOf(key.id)).map((row) => row.action)).toEqual(['key.create', 'key.delete'])
})

test('a budget of the key refuses what goes beyond it, and a raised one keeps what was counted', async () => {
  const teamId = await makeEmptyTeam()
  await grantCredit(systemActor, { teamId, amountNanos: 1_000n, reference: 'in', reason: 'x' })
  const { key } = await createKey(systemActor, { teamId, name: 'k', policy: { budgets: [{ amount_usd: '0.000000025', period: 'total' }] } })
  const admission = async () => admissionOf({ teamId, keyId: key.id }, { policyVersion: await policyVersion(key.id) })
  const first = await admission()
  expect(await admitRequest(first)).toEqual({ kind: 'held' })
  await settleRequest(settlementOf(first, 20n))
  expect(await admitRequest(await admission())).toMatchObject({ kind: 'over_budget' })
  const raised = await updateKey(systemActor, { keyId: key.id, policy: { budgets: [{ amount_usd: '0.00000003', period: 'total' }] } })
  expect(raised.budgets).toMatchObject([{ amountNanos: 30n, period: 'total', mode: 'hard', spentNanos: 20n, heldNanos: 0n }])
  const last = await admission()
  expect(await admitRequest(last)).toEqual({ kind: 'held' })
  await settleRequest(settlementOf(last, 10n))
  await expectBooksToBalance()
})

test('developers make keys and change their own; administrators change all; viewers and billing none', async () => {
  const teamId = await makeEmptyTeam()
  const [admin, dev, other, viewer, billing] = [
    await makeMember(teamId, 'admin'),
    await makeMember(teamId, 'developer'),
    await makeMember(teamId, 'developer'),
    await makeMember(teamId, 'viewer'),
    await makeMember(teamId, 'billing'),
  ]
  const { key } = await createKey(dev, { teamId, name: 'mine' })
  expect(await codeOf(updateKey(dev, { keyId: key.id, name: 'ours' }))).toBe('done')
  expect(await codeOf(updateKey(other, { keyId: key.id, name: 'theirs' }))).toBe('forbidden')
  expect(await codeOf(rotateKey(other, { keyId: key.id }))).toBe('forbidden')
  expect(await codeOf(updateKey(admin, { keyId: key.id, policy: { tags: ['prod'] } }))).toBe('done')
  expect(await codeOf(updateKey(dev, { keyId: key.id, policy: { tags: [] } }))).toBe('forbidden')
  expect(await codeOf(updateKey(dev, { keyId: key.id, policy: { budgets: [] } }))).toBe('forbidden')
  expect(await codeOf(createKey(dev, { teamId, name: 'x', policy: { tags: ['prod'] } }))).toBe('forbidden')
  for (const reader of [viewer, billing]) {
    expect(await codeOf(createKey(reader, { teamId, name: 'x' }))).toBe('forbidden')
    expect(await codeOf(deleteKey(reader, key.id))).toBe('forbidden')
    expect((await listKeys(reader, { teamId })).items).toHaveLength(1)
  }
})

test('a key of another team is not found, whatever is tried on it', async () => {
  const outsider = await makePerson()
  const { key } = await createKey(systemActor, { teamId: await makeEmptyTeam(), name: 'k' })
  const attempts = [
    () => getKey(outsider, key.id),
    () => updateKey(outsider, { keyId: key.id, name: 'x' }),
    () => rotateKey(outsider, { keyId: key.id }),
    () => deleteKey(outsider, key.id),
    () => createKey(outsider, { teamId: key.teamId, name: 'x' }),
    () => listKeys(outsider, { teamId: key.teamId }),
  ]
  for (const attempt of attempts) expect(await codeOf(attempt())).toBe('not_found')
  expect((await auditOf(key.id)).map((row) => row.action)).toEqual(['key.create'])
})
