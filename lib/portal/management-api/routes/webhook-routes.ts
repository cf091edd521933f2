import { z } from 'zod'
import { defineRoute } from '#lib/portal/management-api/define-route'
import { nothing, teamParams, webhookParams } from '#lib/portal/management-api/routes/parts'
import { pageOut, pageQuery, showPage } from '#lib/portal/management-api/wire/fields'
import {
  deliveryOut,
  eventsIn,
  showDelivery,
  showWebhook,
  webhookOut,
  webhookTestOut,
  webhookUrlIn,
  webhookWithSecretOut,
} from '#lib/portal/management-api/wire/webhook-wire'
import { createWebhook, type WebhookWithSecret } from '#lib/portal/webhooks/create-webhook'
import { deleteWebhook } from '#lib/portal/webhooks/delete-webhook'
import { listDeliveries } from '#lib/portal/webhooks/list-deliveries'
import { getWebhook, listWebhooks } from '#lib/portal/webhooks/list-webhooks'
import { rotateWebhookSecret } from '#lib/portal/webhooks/rotate-webhook-secret'
import { testWebhook } from '#lib/portal/webhooks/test-webhook'
import { updateWebhook } from '#lib/portal/webhooks/update-webhook'

const tag = 'Webhooks'
const status = z.enum(['active', 'disabled'])

/** Shown once; a replay of the answer has null in its place. */
function showSecretOnce({ webhook, secret }: WebhookWithSecret, code: number) {
  const shown = showWebhook(webhook)
  return { status: code, body: { ...shown, secret }, remembered: { ...shown, secret: null } }
}

export const webhookRoutes = [
  defineRoute({
    method: 'POST',
    path: '/teams/{team_id}/webhooks',
    scope: 'team',
    tag,
    operationId: 'createWebhook',
    summary: "Send a team's notices to an address. The signing secret is answered here and never again.",
    params: teamParams,
    query: nothing,
    body: z.strictObject({ url: webhookUrlIn, events: eventsIn }),
    answer: webhookWithSecretOut,
    statuses: [201],
    handle: async ({ actor, params, body, transaction }) =>
      showSecretOnce(await createWebhook(actor, { teamId: params.team_id, ...body }, transaction), 201),
  }),
  defineRoute({
    method: 'GET',
    path: '/teams/{team_id}/webhooks',
    scope: 'team',
    tag,
    operationId: 'listWebhooks',
    summary: "A team's webhooks, newest first; all of them, there are ten at most.",
    params: teamParams,
    query: nothing,
    body: null,
    answer: pageOut(webhookOut),
    statuses: [200],
    handle: async ({ actor, params }) => ({
      status: 200,
      body: { data: (await listWebhooks(actor, params.team_id)).map(showWebhook), next_cursor: null },
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/webhooks/{webhook_id}',
    scope: 'team',
    tag,
    operationId: 'getWebhook',
    summary: 'One webhook.',
    params: webhookParams,
    query: nothing,
    body: null,
    answer: webhookOut,
    statuses: [200],
    handle: async ({ actor, params }) => ({ status: 200, body: showWebhook(await getWebhook(actor, params.webhook_id)) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/webhooks/{webhook_id}',
    scope: 'team',
    tag,
    operationId: 'updateWebhook',
    summary: 'Change a webhook or switch it off; counts for messages that are still waiting too.',
    params: webhookParams,
    query: nothing,
    body: z.strictObject({ url: webhookUrlIn, events: eventsIn, status }).partial(),
    answer: webhookOut,
    statuses: [200],
    handle: async ({ actor, params, body }) => {
      const enabled = body.status === undefined ? undefined : body.status === 'active'
      const webhook = await updateWebhook(actor, { webhookId: params.webhook_id, url: body.url, events: body.events, enabled })
      return { status: 200, body: showWebhook(webhook) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/webhooks/{webhook_id}',
    scope: 'team',
    tag,
    operationId: 'deleteWebhook',
    summary: 'End a webhook for good.',
    params: webhookParams,
    query: nothing,
    body: null,
    answer: null,
    statuses: [204],
    handle: async ({ actor, params }) => {
      await deleteWebhook(actor, params.webhook_id)
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/{webhook_id}/rotate',
    scope: 'team',
    tag,
    operationId: 'rotateWebhookSecret',
    summary: 'Give a webhook a new signing secret; the one before signs beside it for a day.',
    params: webhookParams,
    query: nothing,
    body: nothing,
    answer: webhookWithSecretOut,
    statuses: [200],
    handle: async ({ actor, params, transaction }) => showSecretOnce(await rotateWebhookSecret(actor, params.webhook_id, transaction), 200),
  }),
  defineRoute({
    method: 'POST',
    path: '/webhooks/{webhook_id}/test',
    scope: 'team',
    tag,
    operationId: 'testWebhook',
    summary: 'Send one `webhook.test` message now and say what came of it.',
    params: webhookParams,
    query: nothing,
    body: nothing,
    answer: webhookTestOut,
    statuses: [200],
    slow: true,
    handle: async ({ actor, params }) => ({ status: 200, body: await testWebhook(actor, params.webhook_id) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/webhooks/{webhook_id}/deliveries',
    scope: 'team',
    tag,
    operationId: 'listWebhookDeliveries',
    summary: 'What was sent to a webhook and how each attempt went, newest first.',
    params: webhookParams,
    query: z.strictObject(pageQuery),
    body: null,
    answer: pageOut(deliveryOut),
    statuses: [200],
    handle: async ({ actor, params, query }) => ({
      status: 200,
      body: showPage(await listDeliveries(actor, { ...query, webhookId: params.webhook_id }), showDelivery),
    }),
  }),
]
