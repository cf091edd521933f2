import { sql } from 'kysely'
import { deliverMail } from '#lib/portal/notices/deliver-mail'
import { deliverToWebhook } from '#lib/portal/notices/deliver-to-webhook'
import type { Delivery, DeliveryOutcome } from '#lib/portal/notices/delivery'
import { asPortal } from '#lib/shared/database/as-role'

const batch = 20
const maxBatches = 25
/** Longer than any attempt takes: a process that dies in between leaves its deliveries to the next. */
const leaseSeconds = 120
const minute = 60
const hour = 60 * minute
/** Seconds until the next attempt, by attempts made; after the last the delivery is given up. */
export const backoffSeconds = [minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour] as const

/** Sends what is due, each delivery by one process at a time; answers how many arrived. */
export async function deliverNotices(): Promise<number> {
  let delivered = 0
  for (let round = 0; round < maxBatches; round++) {
    const due = await claimDue()
    const outcomes = await Promise.all(due.map(attempt))
    delivered += outcomes.filter((outcome) => outcome.state === 'delivered').length
    if (due.length < batch) break
  }
  return delivered
}

function claimDue(): Promise<Delivery[]> {
  return asPortal(async (transaction) => {
    const { rows } = await sql<Delivery>`
      update core.notice_deliveries d
      set attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds})
      from core.notices n
      where n.id = d.notice_id and d.id in (
        select id from core.notice_deliveries where state = 'waiting' and next_attempt_at <= now()
        order by next_attempt_at limit ${batch} for update skip locked)
      returning d.id, d.notice_id, d.team_id, d.user_id, d.webhook_id, d.attempts, n.kind, n.payload, n.created_at
    `.execute(transaction)
    return rows
  })
}

async function attempt(delivery: Delivery): Promise<DeliveryOutcome> {
  const startedAt = performance.now()
  const outcome = await (delivery.webhook_id === null ? deliverMail(delivery) : deliverToWebhook(delivery)).catch(
    (thrown: unknown): DeliveryOutcome => ({
      state: 'failed',
      status: null,
      error: thrown instanceof Error ? thrown.name : 'failed',
      ms: Math.round(performance.now() - startedAt),
    }),
  )
  await record(delivery, outcome)
  return outcome
}

async function record(delivery: Delivery, { state, status, error, ms }: DeliveryOutcome): Promise<void> {
  const wait = backoffSeconds[delivery.attempts - 1]
  const next = state === 'failed' && wait !== undefined ? 'waiting' : state === 'delivered' ? 'delivered' : 'given_up'
  const entry = JSON.stringify([{ at: new Date().toISOString(), status, error, ms }])
  await asPortal((transaction) =>
    sql`
      update core.notice_deliveries
      set state = ${next}, trail = trail || ${entry}::jsonb, next_attempt_at = now() + make_interval(secs => ${wait ?? 0}),
        delivered_at = case when ${next} = 'delivered' then now() end
      where id = ${delivery.id} and state = 'waiting' and attempts = ${delivery.attempts}
    `.execute(transaction),
  )
}
