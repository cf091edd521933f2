import { sql } from 'kysely'
import { deliverMail } from '#lib/portal/notices/deliver-mail'
import { deliverToWebhook } from '#lib/portal/notices/deliver-to-webhook'
import type { Delivery, DeliveryOutcome } from '#lib/portal/notices/delivery'
import { asPortal } from '#lib/shared/database/as-role'

/** Attempts under way at a time, and of them those of one team: whose receivers hang keeps only its own waiting. */
const atOnce = 24
const perTeam = 3
const most = 500
/** No attempt begins later than this after the run did. */
const runMs = 45_000
/** Longer than any attempt takes: a process that dies in between leaves its deliveries to the next. */
const leaseSeconds = 120
const minute = 60
const hour = 60 * minute
/** Seconds until the next attempt, by attempts made; after the last the delivery is given up. */
export const backoffSeconds = [minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour] as const

/** Sends what is due, each delivery by one process at a time; answers how many arrived. */
export async function deliverNotices(): Promise<number> {
  const startedAt = performance.now()
  const underWay = new Map<Delivery, Promise<void>>()
  let [begun, delivered] = [0, 0]
  const begin = (delivery: Delivery) => {
    const done = attempt(delivery).then((outcome) => {
      underWay.delete(delivery)
      if (outcome.state === 'delivered') delivered++
    })
    underWay.set(delivery, done)
    begun++
  }
  for (;;) {
    const mayBegin = begun < most && performance.now() - startedAt < runMs
    const due = mayBegin ? await claimDue([...underWay.keys()]) : []
    for (const delivery of due) begin(delivery)
    if (underWay.size === 0) return delivered
    await Promise.race(underWay.values())
  }
}

/** Of every team its oldest first, those never tried before those tried, and none of a team that has enough under way. */
async function claimDue(underWay: readonly Delivery[]): Promise<Delivery[]> {
  const room = atOnce - underWay.length
  if (room <= 0) return []
  const teams = underWay.map((delivery) => delivery.team_id)
  return asPortal(async (transaction) => {
    const { rows } = await sql<Delivery>`
      with waiting as (
        select id, team_id, attempts, next_attempt_at,
          row_number() over (partition by team_id order by attempts > 0, next_attempt_at, id) as turn
        from core.notice_deliveries
        where state = 'waiting' and next_attempt_at <= now()
      ),
      busy as (
        select team_id, count(*) as attempts from unnest(${teams}::uuid[]) as b(team_id) group by team_id
      )
      update core.notice_deliveries d
      set attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds})
      from core.notices n
      where n.id = d.notice_id and d.id in (
        select c.id
        from core.notice_deliveries c
        join waiting w on w.id = c.id
        left join busy b on b.team_id = w.team_id
        where c.state = 'waiting' and c.next_attempt_at <= now() and w.turn + coalesce(b.attempts, 0) <= ${perTeam}
        order by w.turn + coalesce(b.attempts, 0), w.attempts > 0, w.next_attempt_at
        limit ${room}
        for update of c skip locked)
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
