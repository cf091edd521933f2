import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { getWebhook } from '#lib/portal/webhooks/list-webhooks'
import type { Json } from '#lib/shared/database/types'

/** One attempt to deliver. */
export interface DeliveryAttempt {
  at: string
  status: number | null
  error: string | null
  ms: number
}

export interface WebhookDelivery {
  id: string
  noticeId: string
  kind: string
  state: 'waiting' | 'delivered' | 'given_up'
  attempts: DeliveryAttempt[]
  /** Null once it is settled. */
  nextAttemptAt: Date | null
  deliveredAt: Date | null
  createdAt: Date
}

/** What was sent to a webhook and how each attempt went, newest first. */
export async function listDeliveries(actor: Actor, input: PageInput & { webhookId: string }): Promise<Page<WebhookDelivery>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  const { teamId } = await getWebhook(actor, input.webhookId)
  return reading(actor, 'webhook.read', teamId, async (transaction) => {
    const query = transaction
      .selectFrom('core.notice_deliveries as d')
      .innerJoin('core.notices as n', 'n.id', 'd.notice_id')
      .select(['d.id', 'd.notice_id', 'n.kind', 'd.state', 'd.trail', 'd.next_attempt_at', 'd.delivered_at', 'n.created_at'])
      .where('d.webhook_id', '=', input.webhookId)
      .where('d.team_id', '=', teamId)
      .orderBy('d.id', 'desc')
      .limit(limit + 1)
    const rows = await (before === null ? query : query.where('d.id', '<', before)).execute()
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row): WebhookDelivery => ({
        id: row.id,
        noticeId: row.notice_id,
        kind: row.kind,
        state: row.state === 'waiting' || row.state === 'delivered' ? row.state : 'given_up',
        attempts: toAttempts(row.trail),
        nextAttemptAt: row.state === 'waiting' ? row.next_attempt_at : null,
        deliveredAt: row.delivered_at,
        createdAt: row.created_at,
      }),
    )
  })
}

function toAttempts(trail: Json): DeliveryAttempt[] {
  return Array.isArray(trail) ? (trail as unknown as DeliveryAttempt[]) : []
}
