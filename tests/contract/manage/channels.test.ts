import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelOut, channelTestOut } from '#lib/portal/management-api/wire/channel-wire'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { modelOut } from '#lib/portal/management-api/wire/model-wire'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { startUpstream, type ScriptedUpstream } from '#tests/support/upstream'

let manage: Manage
let upstream: ScriptedUpstream
beforeAll(async () => {
  manage = await startManage()
  upstream = await startUpstream()
})
afterAll(async () => {
  await upstream.close()
  await manage.close()
})

const secret = 'sk-very-secret-credential-0123456789'
const channel = (overrides: object = {}) => ({
  name: 'Main',
  provider: 'openai-compatible',
  base_url: `${upstream.baseUrl}/`,
  credentials: [secret],
  models: [{ model: 'gpt-x' }, { model: 'alias', upstream_model: 'real-name' }],
  priority: 0,
  weight: 1,
  enabled: true,
  ...overrides,
})

test('a channel is made, and its credential is answered as a fingerprint alone', async () => {
  const made = await manage.call('POST', '/channels', channel())
  expect(made.status).toBe(201)
  const shown = made.as(channelOut)
  expect(shown).toMatchObject({ base_url: upstream.baseUrl, priority: 0, weight: 1, enabled: true })
  expect(shown.models).toEqual([
    { model: 'alias', upstream_model: 'real-name' },
    { model: 'gpt-x', upstream_model: null },
  ])
  expect(shown.credentials).toHaveLength(1)
  for (const path of [`/channels/${made.id}`, '/channels', '/audit']) {
    expect(JSON.stringify((await manage.call('GET', path)).body)).not.toContain(secret)
  }
})

test('models a channel names are added to the catalogue unpriced', async () => {
  await manage.call('POST', '/channels', channel({ models: [{ model: 'brand-new' }] }))
  expect((await manage.call('GET', '/models/brand-new')).as(modelOut).prices).toBeNull()
})

test('a change replaces credentials and models only when they are given', async () => {
  const made = (await manage.call('POST', '/channels', channel())).as(channelOut)
  const renamed = (await manage.call('PATCH', `/channels/${made.id}`, { name: 'Renamed', priority: 5, weight: 0, enabled: false })).as(
    channelOut,
  )
  expect(renamed).toMatchObject({
    name: 'Renamed',
    priority: 5,
    weight: 0,
    enabled: false,
    credentials: made.credentials,
    models: made.models,
  })
  const replaced = (await manage.call('PATCH', `/channels/${made.id}`, { credentials: ['a', 'b'], models: [] })).as(channelOut)
  expect(replaced.credentials.map((credential) => credential.fingerprint)).not.toContain(made.credentials[0]?.fingerprint)
  expect(replaced.credentials).toHaveLength(2)
  expect(replaced.models).toEqual([])
})

test('a deleted channel is gone from every answer', async () => {
  const { id } = await manage.call('POST', '/channels', channel())
  expect((await manage.call('DELETE', `/channels/${id}`)).status).toBe(204)
  for (const [method, body] of [['GET'], ['DELETE'], ['PATCH', {}]] as const) {
    expect((await manage.call(method, `/channels/${id}`, body)).refusal).toBe('404 not_found')
  }
  const listed = (await manage.call('GET', '/channels?limit=200')).as(pageOut(channelOut))
  expect(listed.data.map((shown) => shown.id)).not.toContain(id)
})

test.each([
  ['ftp://example.com/v1', 'base_url'],
  ['example.com/v1', 'base_url'],
  ['https://user:pass@example.com/v1', 'base_url'],
  ['https://example.com/v1?key=1', 'base_url'],
  ['https://example.com/v1#x', 'base_url'],
  ['https://', 'base_url'],
])('base URL %s is refused', async (baseUrl, field) => {
  const answer = await manage.call('POST', '/channels', channel({ base_url: baseUrl }))
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe(field)
})

test.each([
  [{ provider: 'anthropic' }, 'provider'],
  [{ credentials: ['has space'] }, 'credentials'],
  [{ credentials: 'sk-1' }, 'credentials'],
  [{ models: [{ model: 'a' }, { model: 'a' }] }, 'models'],
  [{ models: [{ model: 'white space' }] }, 'models.model'],
  [{ weight: -1 }, 'weight'],
  [{ priority: 1.5 }, 'priority'],
  [{ timeout: 3 }, 'timeout'],
])('%j is refused and %s is named', async (overrides, field) => {
  const answer = await manage.call('POST', '/channels', channel(overrides))
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe(field)
})

test('a test asks the upstream by its own model name and answers its words', async () => {
  upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[{"message":{"content":"ok"}}]}')
  })
  const { id } = await manage.call('POST', '/channels', channel())
  const asked = (await manage.call('POST', `/channels/${id}/test`, { model: 'alias' })).as(channelTestOut)
  expect(asked).toMatchObject({ ok: true, model: 'alias', status: 200, text: 'ok', error: null })
  const last = upstream.requests.at(-1)
  expect(last?.url).toBe('/v1/chat/completions')
  expect(last?.headers.authorization).toBe(`Bearer ${secret}`)
  expect(JSON.parse(last?.body.toString() ?? '')).toMatchObject({ model: 'real-name', max_tokens: 16 })
})

test("an upstream's refusal is told without the credential", async () => {
  const message = `Incorrect API key: ${secret} of org-abc123DEF456`
  upstream.answer((_request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }))
  })
  const { id } = await manage.call('POST', '/channels', channel())
  const asked = await manage.call('POST', `/channels/${id}/test`)
  expect(asked.as(channelTestOut)).toMatchObject({ ok: false, status: 401, text: null })
  expect(JSON.stringify(asked.body)).not.toMatch(/sk-very|org-abc/)
})

test("an upstream's answer is told without the credential, and without what names the account there", async () => {
  const content = `ok ${secret}, key sk-proj-a1b2c3d4 of org-abc123DEF456`
  upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [{ message: { content } }] }))
  })
  const { id } = await manage.call('POST', '/channels', channel())
  const asked = await manage.call('POST', `/channels/${id}/test`)
  expect(asked.as(channelTestOut)).toMatchObject({ ok: true, text: 'ok [redacted], key [redacted] of [redacted]' })
})

test('an upstream that cannot be reached is an answer, not an error', async () => {
  const { id } = await manage.call('POST', '/channels', channel({ base_url: 'http://127.0.0.1:9/v1' }))
  const asked = (await manage.call('POST', `/channels/${id}/test`)).as(channelTestOut)
  expect(asked).toMatchObject({ ok: false, status: null, text: null })
  expect(asked.error).toContain('could not be reached')
  expect((await manage.call('POST', `/channels/${id}/test`, { model: 'unserved' })).refusal).toBe('400 invalid_request')
})

test('another origin without credentials is refused, and the field is named; single credentials come and go', async () => {
  const made = (await manage.call('POST', '/channels', channel())).as(channelOut)
  const moved = await manage.call('PATCH', `/channels/${made.id}`, { base_url: 'http://127.0.0.1:9/v1' })
  expect(moved.refusal).toBe('400 invalid_request')
  expect(moved.details.param).toBe('credentials')
  const grown = (await manage.call('PATCH', `/channels/${made.id}`, { add_credentials: ['sk-another-credential-9876'] })).as(channelOut)
  expect(grown.credentials.map((credential) => credential.last_characters)).toEqual(['6789', '9876'])
  const removed = await manage.call('PATCH', `/channels/${made.id}`, { remove_credentials: [made.credentials[0]?.id] })
  expect(removed.as(channelOut).credentials.map((credential) => credential.last_characters)).toEqual(['9876'])
})
