import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { deleteChannel } from '#lib/portal/channels/delete-channel'
import { getChannel } from '#lib/portal/channels/get-channel'
import { listChannels } from '#lib/portal/channels/list-channels'
import { rewrapCredentials } from '#lib/portal/channels/rewrap-credentials'
import { testChannel } from '#lib/portal/channels/test-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { putModel } from '#lib/portal/models/put-model'
import { openSecret, parseMasterKeys } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'
import { gatewayPool } from '#lib/shared/database/pools'
import {
  auditOf,
  codeOf,
  makeOperator,
  makePerson,
  managementKey,
  makeEmptyTeam,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

const [oldKeys, bothKeys] = [
  `1:${Buffer.alloc(32, 1).toString('base64')}`,
  `2:${Buffer.alloc(32, 2).toString('base64')},1:${Buffer.alloc(32, 1).toString('base64')}`,
]

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  process.env.TOLLGATE_MASTER_KEYS = bothKeys
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const secret = 'sk-integration-secret-42'
const input = {
  name: 'Main',
  provider: 'openai-compatible',
  baseUrl: 'http://127.0.0.1:9/v1',
  credentials: [secret],
  models: [{ model: 'm' }],
} as const

interface SnapshotChannel {
  id: string
  credentials: { id: string; key_version: number; wrapped_key: string; ciphertext: string }[]
}

async function snapshot(): Promise<{ version: number; channels: SnapshotChannel[] }> {
  const { rows } = await gatewayPool().query<{ snapshot: { version: number; channels: SnapshotChannel[] } }>(
    'select core.gateway_snapshot() as snapshot',
  )
  if (!rows[0]) throw new Error('no snapshot')
  return rows[0].snapshot
}

const inSnapshot = async (id: string) => (await snapshot()).channels.find((channel) => channel.id === id)

function openWith(keys: string, sealed: SnapshotChannel['credentials'][number]): string {
  const [wrappedKey, ciphertext] = [Buffer.from(sealed.wrapped_key, 'base64'), Buffer.from(sealed.ciphertext, 'base64')]
  return openSecret({ keyVersion: sealed.key_version, wrappedKey, ciphertext }, sealed.id, parseMasterKeys(keys))
}

test('a credential reaches the gateway sealed, and opens only in its own row', async () => {
  const channel = await createChannel(systemActor, { ...input, credentials: [secret, 'sk-second'] })
  const sealed = (await inSnapshot(channel.id))?.credentials ?? []
  expect(sealed.map((one) => openWith(bothKeys, one)).toSorted()).toEqual([secret, 'sk-second'])
  const [first, second] = sealed
  if (!first || !second) throw new Error('two credentials expected')
  expect(() => openWith(bothKeys, { ...first, id: second.id })).toThrow()
  expect(JSON.stringify([channel, await auditOf(channel.id)])).not.toContain(secret)
})

test('every change raises the snapshot version', async () => {
  const { id } = await createChannel(systemActor, input)
  const changes = [
    () => updateChannel(systemActor, { channelId: id, weight: 7 }),
    () => updateChannel(systemActor, { channelId: id, credentials: ['other'] }),
    () => updateChannel(systemActor, { channelId: id, models: [{ model: 'm2' }] }),
    () => deleteChannel(systemActor, id),
  ]
  for (const change of changes) {
    const { version } = await snapshot()
    await change()
    expect((await snapshot()).version).toBeGreaterThan(version)
  }
  expect(await inSnapshot(id)).toBeUndefined()
})

test('a deleted channel keeps its row and loses its credentials', async () => {
  const { id } = await createChannel(systemActor, input)
  await deleteChannel(systemActor, id)
  const kept = await asPortal((tx) =>
    tx.selectFrom('core.channels').select(['enabled', 'deleted_at']).where('id', '=', id).executeTakeFirstOrThrow(),
  )
  expect(kept).toMatchObject({ enabled: false, deleted_at: expect.any(Date) })
  const credentials = await asPortal((tx) => tx.selectFrom('core.channel_credentials').select('id').where('channel_id', '=', id).execute())
  expect(credentials).toEqual([])
})

test('channels, models and prices changed by many at once all go through', async () => {
  const { id } = await createChannel(systemActor, input)
  const changes = Array.from({ length: 30 }, (_, n) => {
    if (n % 3 === 0) return updateChannel(systemActor, { channelId: id, weight: n, models: [{ model: `many-${n}` }] })
    return n % 3 === 1
      ? putModel(systemActor, { name: `many-${n - 1}`, contextLength: n })
      : createChannel(systemActor, { ...input, name: `c${n}` })
  })
  await expect(Promise.all(changes)).resolves.toHaveLength(30)
})

test('channels are for operators; owners and engineers change them', async () => {
  const { id } = await createChannel(await makeOperator('engineer'), input)
  const [finance, person, teamKey] = [await makeOperator('finance'), await makePerson(), managementKey(await makeEmptyTeam())]
  expect((await getChannel(finance, id)).id).toBe(id)
  expect(await codeOf(updateChannel(finance, { channelId: id, weight: 2 }))).toBe('forbidden')
  for (const actor of [person, teamKey]) {
    expect(await codeOf(listChannels(actor))).toBe('forbidden')
    expect(await codeOf(createChannel(actor, input))).toBe('forbidden')
    expect(await codeOf(testChannel(actor, { channelId: id }))).toBe('forbidden')
    expect(await codeOf(deleteChannel(actor, id))).toBe('forbidden')
  }
})

test('re-wrapping puts every credential under the current master key and changes nothing else', async () => {
  const { id } = await createChannel(systemActor, input)
  const [sealed] = (await inSnapshot(id))?.credentials ?? []
  if (!sealed) throw new Error('a credential expected')
  // As an older process would have sealed it.
  const { sealSecret } = await import('#lib/shared/crypto')
  const old = sealSecret('sk-from-before', sealed.id, parseMasterKeys(oldKeys))
  const foreign = sealSecret('x', sealed.id, parseMasterKeys(`9:${Buffer.alloc(32, 9).toString('base64')}`))
  const put = (one: typeof old) =>
    asPortal((tx) =>
      tx
        .updateTable('core.channel_credentials')
        .set({ key_version: one.keyVersion, wrapped_key: one.wrappedKey, ciphertext: one.ciphertext })
        .where('id', '=', sealed.id)
        .execute(),
    )
  await put(foreign)
  expect(await rewrapCredentials(systemActor)).toEqual({ keyVersion: 2, rewrapped: 0, unreadable: [sealed.id] })
  await put(old)
  expect(await rewrapCredentials(systemActor)).toEqual({ keyVersion: 2, rewrapped: 1, unreadable: [] })
  expect(await rewrapCredentials(systemActor)).toEqual({ keyVersion: 2, rewrapped: 0, unreadable: [] })
  const [after] = (await inSnapshot(id))?.credentials ?? []
  expect(after?.key_version).toBe(2)
  expect(after && openWith(bothKeys, after)).toBe('sk-from-before')
  expect((await auditOf('credentials')).map((row) => row.after)).toEqual([{ key_version: 2, rewrapped: 1 }])
})
