import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { getChannel } from '#lib/portal/channels/get-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { auditOf, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const first = 'sk-first-credential-AAAA'
const second = 'sk-second-credential-BBBB'
const make = (credentials: readonly string[] = [first]) =>
  createChannel(systemActor, {
    name: 'Main',
    provider: 'openai-compatible',
    baseUrl: 'https://api.example.com/v1',
    credentials,
    models: [{ model: 'm' }],
  })

test('a credential is known by its last four characters, unless it is so short that they would tell much', async () => {
  const { credentials } = await make([first, 'short'])
  expect(credentials.map((credential) => credential.lastCharacters).toSorted()).toEqual(['', 'AAAA'])
})

test('single credentials are added and erased; the others stay as they are', async () => {
  const { id, credentials } = await make()
  const grown = await updateChannel(systemActor, { channelId: id, addCredentials: [second] })
  expect(grown.credentials.map((credential) => credential.lastCharacters)).toEqual(['AAAA', 'BBBB'])
  const shrunk = await updateChannel(systemActor, { channelId: id, removeCredentials: credentials.map((credential) => credential.id) })
  expect(shrunk.credentials.map((credential) => credential.lastCharacters)).toEqual(['BBBB'])
  expect(JSON.stringify(await auditOf(id))).not.toContain(second)
})

test('a credential of another channel cannot be erased through this one', async () => {
  const [own, other] = [await make(), await make()]
  const foreign = other.credentials.map((credential) => credential.id)
  await expect(updateChannel(systemActor, { channelId: own.id, removeCredentials: foreign })).rejects.toMatchObject({
    code: 'invalid_request',
    param: 'remove_credentials',
  })
  expect((await getChannel(systemActor, other.id)).credentials).toHaveLength(1)
})

test.each([
  'https://evil.example.com/v1',
  'http://api.example.com/v1',
  'https://api.example.com:8443/v1',
  'https://api.example.com/v1/tenants/other',
  'https://api.example.com/V1',
  'https://api.example.com',
])('stored credentials are not sent to %s: another address asks for them again', async (baseUrl) => {
  const { id } = await make()
  const refused = { code: 'invalid_request', param: 'credentials' }
  await expect(updateChannel(systemActor, { channelId: id, baseUrl })).rejects.toMatchObject(refused)
  await expect(updateChannel(systemActor, { channelId: id, baseUrl, addCredentials: [second] })).rejects.toMatchObject(refused)
  expect(await getChannel(systemActor, id)).toMatchObject({ baseUrl: 'https://api.example.com/v1' })
  expect(await updateChannel(systemActor, { channelId: id, baseUrl, credentials: [second] })).toMatchObject({ baseUrl })
})

test('the same address written otherwise keeps the credentials, and a channel without any may move', async () => {
  const { id } = await make()
  for (const baseUrl of ['https://API.example.com:443/v1/', 'https://api.example.com/v2/../v1//']) {
    const same = await updateChannel(systemActor, { channelId: id, baseUrl })
    expect(same).toMatchObject({ baseUrl: 'https://api.example.com/v1' })
    expect(same.credentials).toHaveLength(1)
  }
  const bare = await make([])
  expect(await updateChannel(systemActor, { channelId: bare.id, baseUrl: 'https://other.example.com/v1' })).toMatchObject({
    baseUrl: 'https://other.example.com/v1',
  })
})

test('replacing all and changing single ones at once is refused', async () => {
  const { id } = await make()
  await expect(
    updateChannel(systemActor, { channelId: id, credentials: [second], addCredentials: ['sk-third-credential-CCCC'] }),
  ).rejects.toMatchObject({ code: 'invalid_request', param: 'credentials' })
})

test('credentials added by two operators at once are both there', async () => {
  const { id } = await make()
  await Promise.all([
    updateChannel(systemActor, { channelId: id, addCredentials: [second] }),
    updateChannel(systemActor, { channelId: id, addCredentials: ['sk-third-credential-CCCC'] }),
  ])
  expect((await getChannel(systemActor, id)).credentials.map((credential) => credential.lastCharacters).toSorted()).toEqual([
    'AAAA',
    'BBBB',
    'CCCC',
  ])
})
