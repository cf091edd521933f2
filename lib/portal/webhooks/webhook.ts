import type { Selectable } from 'kysely'
import { type WebhookEvent, webhookEvents } from '#lib/portal/notices/notice'
import type { CoreWebhooks } from '#lib/shared/database/types'

export interface Webhook {
  id: string
  teamId: string
  url: string
  events: WebhookEvent[]
  enabled: boolean
  createdBy: string | null
  createdAt: Date
  /** What came of its newest test; null before the first. */
  lastTest: { at: Date; status: number | null; error: string | null } | null
}

export const webhookColumns = [
  'id',
  'team_id',
  'url',
  'events',
  'enabled',
  'created_by',
  'created_at',
  'tested_at',
  'test_status',
  'test_error',
] as const satisfies readonly (keyof CoreWebhooks)[]

export function toWebhook(row: Pick<Selectable<CoreWebhooks>, (typeof webhookColumns)[number]>): Webhook {
  return {
    id: row.id,
    teamId: row.team_id,
    url: row.url,
    events: webhookEvents.filter((event) => row.events.includes(event)),
    enabled: row.enabled,
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastTest: row.tested_at && { at: row.tested_at, status: row.test_status, error: row.test_error },
  }
}

/** What the audit log keeps: an address may carry a token in its path or query. */
export function auditWebhook(webhook: Webhook) {
  return { host: new URL(webhook.url).host, events: webhook.events, enabled: webhook.enabled }
}

/** As whoever may read webhooks but not change them sees one: no more of its address than the host. */
export function withoutPath(webhook: Webhook): Webhook {
  return { ...webhook, url: `${new URL(webhook.url).origin}/…` }
}
