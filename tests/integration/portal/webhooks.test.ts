import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#lib/portal/acting/actor'
import { createWebhook, maxWebhooks } from '#lib/portal/webhooks/create-webhook'
import { deleteWebhook } from '#lib/portal/webhooks/delete-webhook'
import { listDeliveries } from '#lib/portal/webhooks/list-deliveries'
import { getWebhook, listWebhooks } from '#lib/portal/webhooks/list-webhooks'
import { rewrapWebhookSecrets } from '#lib/portal/webhooks/rewrap-webhook-secrets'
import { rotateWebhookSecret } from '#lib/portal/webhooks/rotate-webhook-secret'
import { testWebhook } from '#lib/portal/webhooks/test-webhook'
import { updateWebhook } from '#lib/portal/webhooks/update-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import {
  auditOf,
  codeOf,
  makeEmptyTeam,
  makeMember,
  makeOperator,
  managementKey,
  setPortalEnvironment,
} from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'
import { isSignedWith, startWebhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver'

let database: TestDatabase
let receiver: WebhookReceiver
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  receiver = await startWebhookReceiver()
})
afterAll(async () => {
  await receiver.close()
  await database.drop()
})

const events = ['budget.threshold', 'key.blocked'] as const
const make = async (actor: Actor, teamId: string) => createWebhook(actor, { teamId, url: `${receiver.url}?token=hidden`, events })

test('a webhook is made, changed, tested, rotated and deleted, each with its audit row and without its secret or token', async () => {
  const teamId = await makeEmptyTeam()
  const admin = await makeMember(teamId, 'admin')
  const { webhook, secret } = await make(admin, teamId)
  expect(webhook).toMatchObject({ teamId, events, enabled: true, createdBy: admin.userId })
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(await updateWebhook(admin, { webhookId: webhook.id, enabled: false })).toMatchObject({ enabled: false, events })
  expect(await updateWebhook(admin, { webhookId: webhook.id, enabled: true, events: ['key.blocked', 'key.blocked'] })).toMatchObject({
    events: ['key.blocked'],
  })
  receiver.received.length = 0
  expect((await getWebhook(admin, webhook.id)).lastTest).toBeNull()
  const startedAt = Date.now()
  expect(await testWebhook(admin, webhook.id)).toMatchObject({ ok: true, status: 204, error: null })
  const { lastTest } = await getWebhook(admin, webhook.id)
  expect(lastTest).toMatchObject({ status: 204, error: null })
  expect(lastTest?.at.getTime()).toBeGreaterThanOrEqual(startedAt)
  const rotated = await rotateWebhookSecret(admin, webhook.id)
  expect(rotated.secret).not.toBe(secret)
  await testWebhook(admin, webhook.id)
  const [before, after] = receiver.received
  expect(before?.message.type).toBe('webhook.test')
  expect([before && isSignedWith(before, secret), before && isSignedWith(before, rotated.secret)]).toEqual([true, false])
  expect([after && isSignedWith(after, secret), after && isSignedWith(after, rotated.secret)]).toEqual([true, true])
  await asPortal((tx) =>
    tx
      .updateTable('core.webhook_secrets')
      .set({ expires_at: new Date(0) })
      .where('webhook_id', '=', webhook.id)
      .where('expires_at', 'is not', null)
      .execute(),
  )
  await testWebhook(admin, webhook.id)
  const ended = receiver.received[2]
  expect([ended && isSignedWith(ended, secret), ended && isSignedWith(ended, rotated.secret)]).toEqual([false, true])
  await deleteWebhook(admin, webhook.id)
  expect(await codeOf(getWebhook(admin, webhook.id))).toBe('not_found')
  expect(await codeOf(deleteWebhook(admin, webhook.id))).toBe('not_found')
  expect(await listWebhooks(admin, teamId)).toEqual([])
  const secrets = await asPortal((tx) => tx.selectFrom('core.webhook_secrets').select('id').where('webhook_id', '=', webhook.id).execute())
  expect(secrets).toEqual([])
  const trail = await auditOf(webhook.id)
  expect(trail.map((row) => row.action)).toEqual([
    'webhook.create',
    'webhook.update',
    'webhook.update',
    'webhook.test',
    'webhook.rotate',
    'webhook.test',
    'webhook.test',
    'webhook.delete',
  ])
  expect(JSON.stringify(trail)).not.toMatch(/whsec_|hidden/)
})

test('an overlap is of two secrets: a third rotation ends the first at once', async () => {
  const teamId = await makeEmptyTeam()
  const key = managementKey(teamId)
  const { webhook, secret } = await make(key, teamId)
  await rotateWebhookSecret(key, webhook.id)
  const last = await rotateWebhookSecret(key, webhook.id)
  receiver.received.length = 0
  await testWebhook(key, webhook.id)
  const [message] = receiver.received
  expect([message && isSignedWith(message, secret), message && isSignedWith(message, last.secret)]).toEqual([false, true])
})

test('only owners, admins and the team’s keys may; to others of the team it is forbidden, to outsiders unknown', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const { webhook } = await make(owner, teamId)
  const acts: [string, (actor: Actor) => Promise<unknown>][] = [
    ['create', (actor) => make(actor, teamId)],
    ['list', (actor) => listWebhooks(actor, teamId)],
    ['get', (actor) => getWebhook(actor, webhook.id)],
    ['update', (actor) => updateWebhook(actor, { webhookId: webhook.id, enabled: true })],
    ['rotate', (actor) => rotateWebhookSecret(actor, webhook.id)],
    ['test', (actor) => testWebhook(actor, webhook.id)],
    ['deliveries', (actor) => listDeliveries(actor, { webhookId: webhook.id })],
  ]
  const outcomes = async (actor: Actor) => {
    const codes: string[] = []
    for (const [, act] of acts) codes.push(await codeOf(act(actor)))
    return codes
  }
  const all = (code: string) => acts.map(() => code)
  const elsewhere = await makeEmptyTeam()
  for (const actor of [owner, await makeMember(teamId, 'admin'), managementKey(teamId), managementKey(null), await makeOperator('owner')])
    expect(await outcomes(actor)).toEqual(all('done'))
  for (const role of ['developer', 'billing', 'viewer'] as const)
    expect(await outcomes(await makeMember(teamId, role))).toEqual(all('forbidden'))
  for (const actor of [await makeMember(elsewhere, 'owner'), managementKey(elsewhere)]) {
    expect(await outcomes(actor)).toEqual(all('not_found'))
    expect(await codeOf(deleteWebhook(actor, webhook.id))).toBe('not_found')
  }
  expect(await getWebhook(owner, webhook.id)).toMatchObject({ enabled: true })
})

test('a team has ten webhooks at most, made at once or not', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const codes = await Promise.all(Array.from({ length: 14 }, () => codeOf(make(owner, teamId))))
  expect(codes.filter((code) => code === 'done')).toHaveLength(maxWebhooks)
  expect(codes.filter((code) => code === 'invalid_request')).toHaveLength(4)
})

test('ten tests in ten minutes, then no more for a while', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const { webhook } = await make(owner, teamId)
  const codes: string[] = []
  for (let i = 0; i < 12; i++) codes.push(await codeOf(testWebhook(owner, webhook.id)))
  expect(codes).toEqual([...Array(10).fill('done'), 'rate_limited', 'rate_limited'])
})

test('unknown kinds, none at all, and addresses that are none are refused by name', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const attempt = (url: string, kinds: string[]) => codeOf(createWebhook(owner, { teamId, url, events: kinds }))
  expect(await attempt(receiver.url, [])).toBe('invalid_request')
  expect(await attempt(receiver.url, ['invite'])).toBe('invalid_request')
  for (const url of [
    'ftp://example.com',
    'example.com',
    'https://user:pass@example.com/',
    'https://example.com/#x',
    `https://example.com/${'a'.repeat(2_000)}`,
  ])
    expect(await attempt(url, [...events])).toBe('invalid_request')
})

test('a new master key takes over the secrets, which go on signing', async () => {
  const teamId = await makeEmptyTeam()
  const owner = await makeMember(teamId, 'owner')
  const { webhook, secret } = await make(owner, teamId)
  expect(await rewrapWebhookSecrets()).toEqual({ rewrapped: 0, unreadable: [] })
  await asPortal((tx) => tx.updateTable('core.webhook_secrets').set({ key_version: 9 }).where('webhook_id', '<>', webhook.id).execute())
  const { rewrapped, unreadable } = await rewrapWebhookSecrets()
  expect(rewrapped).toBe(0)
  expect(unreadable.length).toBeGreaterThan(0)
  receiver.received.length = 0
  await testWebhook(owner, webhook.id)
  expect(receiver.received[0] && isSignedWith(receiver.received[0], secret)).toBe(true)
})
