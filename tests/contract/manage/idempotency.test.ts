import { afterAll, beforeAll, expect, test } from 'vitest'
import { channelOut } from '#lib/portal/management-api/wire/channel-wire'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { keyOut, keyWithSecretOut } from '#lib/portal/management-api/wire/key-wire'
import { teamWithBalanceOut } from '#lib/portal/management-api/wire/team-wire'
import { asPortal } from '#lib/shared/database/as-role'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const post = (path: string, body: unknown, idempotencyKey: string, key?: string) =>
  manage.call('POST', path, body, { key, headers: { 'idempotency-key': idempotencyKey } })
const teamsNamed = async (name: string) => (await manage.call('GET', `/teams?search=${name}`)).as(pageOut(teamWithBalanceOut)).data

test('a repeated call is answered from memory and acts once', async () => {
  const first = await post('/teams', { name: 'OnlyOnce' }, 'make-team-1')
  const again = await post('/teams', { name: 'OnlyOnce' }, 'make-team-1')
  expect([again.status, again.body]).toEqual([first.status, first.body])
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await teamsNamed('OnlyOnce')).toHaveLength(1)
})

test('another body, or another path, under the same key is refused', async () => {
  const team = await manage.team()
  await post('/teams', { name: 'Fixed' }, 'fixed-1')
  expect((await post('/teams', { name: 'Other' }, 'fixed-1')).refusal).toBe('409 idempotency_conflict')
  expect((await post(`/teams/${team.id}/keys`, { name: 'Fixed' }, 'fixed-1')).refusal).toBe('409 idempotency_conflict')
})

test('20 calls at once under one key act once and agree', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('/teams', { name: 'Raced' }, 'race-1')))
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
  expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === null)).toHaveLength(1)
  expect(await teamsNamed('Raced')).toHaveLength(1)
})

test('two management keys do not share their idempotency keys', async () => {
  const [a, b] = [await manage.team(), await manage.team()]
  const first = await post(`/teams/${a.id}/keys`, { name: 'k' }, 'shared', a.key)
  const second = await post(`/teams/${b.id}/keys`, { name: 'k' }, 'shared', b.key)
  expect(second.id).not.toBe(first.id)
})

test('the secret of a key is not in a replay, and is not stored', async () => {
  const team = await manage.team()
  const made = (await post(`/teams/${team.id}/keys`, { name: 'k' }, 'key-1')).as(keyWithSecretOut)
  const replay = (await post(`/teams/${team.id}/keys`, { name: 'k' }, 'key-1')).as(keyWithSecretOut)
  expect(replay).toEqual({ ...made, key: null })
  const rotated = (await post(`/keys/${made.id}/rotate`, {}, 'rotate-1')).as(keyWithSecretOut)
  expect((await post(`/keys/${made.id}/rotate`, {}, 'rotate-1')).as(keyWithSecretOut)).toEqual({ ...rotated, key: null })
  const stored = await asPortal((transaction) => transaction.selectFrom('core.idempotency_keys').selectAll().execute())
  const text = JSON.stringify(stored)
  for (const secret of [made.key, rotated.key]) expect(text).not.toContain(secret)
  expect((await manage.call('GET', `/teams/${team.id}/keys`)).as(pageOut(keyOut)).data).toHaveLength(1)
})

test('a credential is not stored with the answer that is remembered', async () => {
  const body = { name: 'c', provider: 'openai', base_url: 'http://127.0.0.1:9/v1', credentials: ['sk-remembered-nowhere'], models: [] }
  expect((await post('/channels', body, 'channel-1')).as(channelOut).credentials).toHaveLength(1)
  const stored = await asPortal((transaction) => transaction.selectFrom('core.idempotency_keys').selectAll().execute())
  expect(JSON.stringify(stored)).not.toContain('remembered-nowhere')
})

test('a refused call is not remembered: it may be mended and sent again', async () => {
  const team = await manage.team()
  const take = () => post(`/teams/${team.id}/credits`, { amount_usd: '-1', reference: 'out', reason: 'x' }, 'take-1')
  expect((await take()).refusal).toBe('409 conflict')
  await manage.call('POST', `/teams/${team.id}/credits`, { amount_usd: '1', reference: 'in', reason: 'x' })
  expect((await take()).status).toBe(201)
  expect((await take()).headers.get('idempotent-replayed')).toBe('true')
})

test.each(['', 'white space', 'x'.repeat(256)])('the Idempotency-Key %j is refused', async (key) => {
  expect((await post('/teams', { name: 'x' }, key)).refusal).toBe('400 invalid_request')
})
