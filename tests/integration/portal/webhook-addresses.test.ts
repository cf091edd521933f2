import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createWebhook } from '#lib/portal/webhooks/create-webhook'
import { testWebhook } from '#lib/portal/webhooks/test-webhook'
import { asPortal } from '#lib/shared/database/as-role'
import { codeOf, makeEmptyTeam } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'
import { startWebhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver'

/** As on a host: no address of this machine or its network may be posted to. */
let database: TestDatabase
let receiver: WebhookReceiver
let teamId: string
beforeAll(async () => {
  process.env.TOLLGATE_MASTER_KEYS = `1:${randomBytes(32).toString('base64')}`
  delete process.env.TOLLGATE_ALLOW_PRIVATE_UPSTREAMS
  database = await createTestDatabase()
  receiver = await startWebhookReceiver()
  teamId = await makeEmptyTeam()
})
afterAll(async () => {
  await receiver.close()
  await database.drop()
})

test.each([
  'https://127.0.0.1/',
  'https://localhost/',
  'https://10.1.2.3/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[fd00::1]/',
  'https://metadata.internal/',
  'https://intranet/',
  'http://example.com/',
  'https://example.com:22/',
  'https://example.com:25/',
  'https://example.com:80/',
  'https://example.com:1023/',
])('%s is refused', async (url) => {
  expect(await codeOf(createWebhook(systemActor, { teamId, url, events: ['key.blocked'] }))).toBe('invalid_request')
})

test.each(['localhost', '127.0.0.1', '[::ffff:127.0.0.1]'])(
  'what leads to %s at the moment of connecting is not connected to, whatever it led to before',
  async (host) => {
    const { webhook } = await createWebhook(systemActor, { teamId, url: 'https://example.com/', events: ['key.blocked'] })
    const url = `http://${host}:${new URL(receiver.url).port}/`
    await asPortal((tx) => tx.updateTable('core.webhooks').set({ url }).where('id', '=', webhook.id).execute())
    expect(await testWebhook(systemActor, webhook.id)).toMatchObject({ ok: false, status: null, error: 'PRIVATE_ADDRESS' })
    expect(receiver.received).toEqual([])
  },
)

test.each(['https://example.com/', 'https://example.com:443/', 'https://example.com:8443/', 'https://example.com:1024/'])(
  '%s is taken',
  async (url) => {
    expect(await codeOf(createWebhook(systemActor, { teamId, url, events: ['key.blocked'] }))).toBe('done')
  },
)

test('an address with another port, kept from before, is not connected to', async () => {
  const { webhook } = await createWebhook(systemActor, {
    teamId: await makeEmptyTeam(),
    url: 'https://example.com/',
    events: ['key.blocked'],
  })
  await asPortal((tx) => tx.updateTable('core.webhooks').set({ url: 'https://example.com:22/' }).where('id', '=', webhook.id).execute())
  expect(await testWebhook(systemActor, webhook.id)).toMatchObject({ ok: false, status: null, error: 'PORT_REFUSED' })
})
