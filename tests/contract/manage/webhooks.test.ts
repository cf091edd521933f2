import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { deliveryOut, webhookOut, webhookTestOut, webhookWithSecretOut } from '#lib/portal/management-api/wire/webhook-wire'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { startWebhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver'

let manage: Manage
let receiver: WebhookReceiver
beforeAll(async () => {
  manage = await startManage()
  receiver = await startWebhookReceiver()
})
afterAll(async () => {
  await receiver.close()
  await manage.close()
})

test('a webhook from its making to its end, by a team’s own key', async () => {
  const { id: teamId, key } = await manage.team()
  const call = (method: string, path: string, body?: unknown) => manage.call(method, path, body, { key })
  const made = await call('POST', `/teams/${teamId}/webhooks`, { url: receiver.url, events: ['budget.exhausted'] })
  expect(made.status).toBe(201)
  expect(made.as(webhookWithSecretOut)).toMatchObject({ team_id: teamId, events: ['budget.exhausted'], status: 'active', created_by: null })
  const path = `/webhooks/${made.id}`
  expect((await call('GET', `/teams/${teamId}/webhooks`)).as(pageOut(webhookOut)).data.map(({ id }) => id)).toEqual([made.id])
  expect((await call('PATCH', path, { status: 'disabled' })).as(webhookOut)).toMatchObject({ status: 'disabled' })
  expect((await call('GET', path)).as(webhookOut)).toMatchObject({ status: 'disabled', url: receiver.url })
  expect((await call('POST', `${path}/test`, {})).as(webhookTestOut)).toMatchObject({ ok: true, status: 204 })
  const rotated = (await call('POST', `${path}/rotate`, {})).as(webhookWithSecretOut)
  expect(rotated.secret).toMatch(/^whsec_/)
  expect((await call('GET', `${path}/deliveries`)).as(pageOut(deliveryOut)).data).toEqual([])
  expect((await call('PATCH', path, { events: ['invite'] })).refusal).toBe('400 invalid_request')
  expect((await call('DELETE', path)).status).toBe(204)
  expect((await call('GET', path)).refusal).toBe('404 not_found')
})

test('a replayed creation makes one webhook and does not tell the secret again', async () => {
  const { id: teamId, key } = await manage.team()
  const create = () =>
    manage.call(
      'POST',
      `/teams/${teamId}/webhooks`,
      { url: receiver.url, events: ['key.blocked'] },
      { key, headers: { 'idempotency-key': 'once' } },
    )
  const [first, second] = [await create(), await create()]
  expect(second.id).toBe(first.id)
  expect(first.as(webhookWithSecretOut).secret).toMatch(/^whsec_/)
  expect(second.as(webhookWithSecretOut).secret).toBeNull()
})

test('another team’s webhook is not found', async () => {
  const [mine, other] = [await manage.team(), await manage.team()]
  const made = await manage.call('POST', `/teams/${mine.id}/webhooks`, { url: receiver.url, events: ['key.blocked'] }, { key: mine.key })
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/test'],
    ['POST', '/rotate'],
    ['GET', '/deliveries'],
  ] as const) {
    const body = method === 'GET' || method === 'DELETE' ? undefined : {}
    expect((await manage.call(method, `/webhooks/${made.id}${path}`, body, { key: other.key })).refusal).toBe('404 not_found')
  }
})
