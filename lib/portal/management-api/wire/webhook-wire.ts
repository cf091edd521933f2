import { z } from 'zod'
import { idOut, showIdOrNull, timeOut, showTimeOrNull } from '#lib/portal/management-api/wire/fields'
import { webhookEvents } from '#lib/portal/notices/notice'
import type { WebhookDelivery } from '#lib/portal/webhooks/list-deliveries'
import type { Webhook } from '#lib/portal/webhooks/webhook'
import { showId } from '#lib/shared/ids'

export const webhookUrlIn = z
  .string()
  .min(8, 'must be an https address on the public internet')
  .max(2_000)
  .describe('An https address on the public internet')
export const eventsIn = z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length)

export const webhookOut = z.object({
  id: idOut('hook'),
  team_id: idOut('team'),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  status: z.enum(['active', 'disabled']),
  created_by: idOut('user').nullable(),
  created_at: timeOut,
})

export const webhookWithSecretOut = webhookOut.extend({
  secret: z.string().nullable().describe('Shown once; null when an answer is replayed'),
})

export function showWebhook(webhook: Webhook): z.output<typeof webhookOut> {
  return {
    id: showId('hook', webhook.id),
    team_id: showId('team', webhook.teamId),
    url: webhook.url,
    events: webhook.events,
    status: webhook.enabled ? 'active' : 'disabled',
    created_by: showIdOrNull('user', webhook.createdBy),
    created_at: webhook.createdAt.toISOString(),
  }
}

export const attemptOut = z.object({
  at: timeOut,
  status: z.number().int().nullable().describe("The receiver's HTTP status; null when it was not reached"),
  error: z.string().nullable(),
  ms: z.number().int(),
})

export const webhookTestOut = z.object({ ok: z.boolean() }).extend(attemptOut.omit({ at: true }).shape)

export const deliveryOut = z.object({
  id: idOut('dlv'),
  message_id: idOut('note').describe('What the message carries as webhook-id'),
  type: z.string(),
  state: z.enum(['waiting', 'delivered', 'given_up']),
  attempts: z.array(attemptOut),
  next_attempt_at: timeOut.nullable(),
  delivered_at: timeOut.nullable(),
  created_at: timeOut,
})

export function showDelivery(delivery: WebhookDelivery): z.output<typeof deliveryOut> {
  return {
    id: showId('dlv', delivery.id),
    message_id: showId('note', delivery.noticeId),
    type: delivery.kind,
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt_at: showTimeOrNull(delivery.nextAttemptAt),
    delivered_at: showTimeOrNull(delivery.deliveredAt),
    created_at: delivery.createdAt.toISOString(),
  }
}
