import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { revokeManagementKey } from '#lib/portal/management-keys/revoke-management-key'
import { mintApiKey } from '#lib/shared/api-key-format'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  process.env.TOLLGATE_MAX_BODY_BYTES = '20000'
  manage = await startManage()
})
afterAll(() => manage.close())

test('a call without a key is told so', async () => {
  expect((await manage.call('GET', '/teams', undefined, { key: null })).refusal).toBe('401 missing_api_key')
  expect((await manage.call('GET', '/teams', undefined, { key: null, headers: { authorization: 'Basic abc' } })).refusal).toBe(
    '401 missing_api_key',
  )
})

test.each([
  ['an unknown key', () => mintApiKey('management').secret],
  ['an inference key', () => mintApiKey('inference').secret],
  ['a key with a typing error', () => `${manage.operatorKey.slice(0, -1)}!`],
])('%s is not valid', async (_name, key) => {
  expect((await manage.call('GET', '/teams', undefined, { key: key() })).refusal).toBe('401 invalid_api_key')
})

test('a revoked key is refused on its very next call', async () => {
  const { key, secret } = await createManagementKey(systemActor, { teamId: null, name: 'short-lived' })
  expect((await manage.call('GET', '/teams', undefined, { key: secret })).status).toBe(200)
  await revokeManagementKey(systemActor, key.id)
  expect((await manage.call('GET', '/teams', undefined, { key: secret })).refusal).toBe('401 invalid_api_key')
})

test.each(['/', '', '/nothing', '/teams/', '/teams/x/y/z', '/models/%E0%A4%A', '/../v1/teams/x/y'])(
  'the path %j is unknown',
  async (path) => {
    expect((await manage.call('GET', path)).refusal).toBe('404 unknown_path')
  },
)

test.each([
  ['DELETE', '/teams', 'GET, POST'],
  ['POST', '/models/x', 'GET, PUT'],
  ['PUT', '/keys/key_00000000000000000000000000', 'DELETE, GET, PATCH'],
])('%s %s is answered 405 with the methods there are', async (method, path, allow) => {
  const answer = await manage.call(method, path)
  expect(answer.refusal).toBe('405 method_not_allowed')
  expect(answer.headers.get('allow')).toBe(allow)
})

test.each(['{', '{"name":}', 'name=x', '\u0000', new Uint8Array([0x7b, 0xff, 0x7d])])('the body %j is not JSON', async (raw) => {
  expect((await manage.call('POST', '/teams', undefined, { raw })).refusal).toBe('400 invalid_json')
})

test.each(['[]', 'null', '"text"', '7'])('the body %s is no object', async (raw) => {
  expect((await manage.call('POST', '/teams', undefined, { raw })).refusal).toBe('400 invalid_request')
})

test('a body of another type is not read', async () => {
  const headers = { 'content-type': 'text/plain' }
  expect((await manage.call('POST', '/teams', { name: 'x' }, { headers })).refusal).toBe('415 unsupported_media_type')
})

test('a body over the limit is refused', async () => {
  expect((await manage.call('POST', '/teams', { name: 'x'.repeat(30_000) })).refusal).toBe('413 request_too_large')
})

test('every field at fault is named at once', async () => {
  const answer = await manage.call('POST', '/channels', { name: '', provider: 'x', base_url: 7, models: [{}], extra: 1 })
  expect(answer.refusal).toBe('400 invalid_request')
  expect(Object.keys(answer.details)).toEqual(
    expect.arrayContaining(['name', 'provider', 'base_url', 'credentials', 'models.0.model', 'extra']),
  )
})

test('a failure of ours says nothing but the request id', async () => {
  const { database } = manage
  const pg = await import('pg')
  const owner = new pg.default.Client({ connectionString: database.adminUrl })
  await owner.connect()
  await owner.query('alter table core.audit_log add constraint broken check (action <> $$team.create$$) not valid')
  const answer = await manage.call('POST', '/teams', { name: 'Undone' })
  await owner.query('alter table core.audit_log drop constraint broken')
  await owner.end()
  expect(answer.refusal).toBe('500 internal_error')
  expect(JSON.stringify(answer.body)).not.toMatch(/audit|constraint|broken/)
  expect(JSON.stringify((await manage.call('GET', '/teams?search=Undone')).body)).not.toContain('Undone')
})
