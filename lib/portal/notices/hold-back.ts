import { sql } from 'kysely'
import type { WebhookEvent } from '#lib/portal/notices/notice'
import { raiseNotice } from '#lib/portal/notices/raise-notice'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { firstIdOf, newId, showId } from '#lib/shared/ids'

/** Notices a team is told one by one within an hour; what comes on top of them is told in one summary. */
export const mostAnHour = 30
const hourMs = 3_600_000
const atOnce = 200

/** Whether a team has been told as much as it may be within the last hour. */
export async function isOverCap(transaction: RoleTransaction, teamId: string): Promise<boolean> {
  const told = await transaction
    .selectFrom('core.notices')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', '>=', firstIdOf(new Date(Date.now() - hourMs)))
    .where('held_back', '=', false)
    .limit(mostAnHour)
    .execute()
  return told.length >= mostAnHour
}

export interface HeldBack {
  teamId: string
  kind: WebhookEvent
  dedupeKey: string
}

/** Keeps a notice for the summary: it counts as told from now on. */
export async function holdBack(transaction: RoleTransaction, { teamId, kind, dedupeKey }: HeldBack): Promise<void> {
  await transaction
    .insertInto('core.notices')
    .values({ id: newId(), team_id: teamId, kind, dedupe_key: dedupeKey, payload: '{}', held_back: true, summed_at: null })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .execute()
}

interface Pile {
  team_id: string
  team_name: string
  first_id: string
  since: Date
  until: Date
  thresholds: number
  exhausted: number
  blocked: number
}

/** Tells each team, an hour after the first was held back, how many there were of what. Answers how many teams. */
export async function raiseSummaries(transaction: RoleTransaction): Promise<number> {
  const { rows } = await sql<Pile>`
    with pile as (
      select n.team_id, min(n.id::text) as first_id, min(n.created_at) as since, max(n.created_at) as until,
        (count(*) filter (where n.kind = 'budget.threshold'))::integer as thresholds,
        (count(*) filter (where n.kind = 'budget.exhausted'))::integer as exhausted,
        (count(*) filter (where n.kind = 'key.blocked'))::integer as blocked
      from core.notices n
      where n.held_back and n.summed_at is null
      group by n.team_id
      having min(n.created_at) < now() - interval '1 hour'
      limit ${atOnce}
    ),
    summed as (
      update core.notices n set summed_at = now() from pile p
      where n.team_id = p.team_id and n.held_back and n.summed_at is null and n.created_at <= p.until
    )
    select p.*, t.name as team_name from pile p join core.teams t on t.id = p.team_id
  `.execute(transaction)
  for (const pile of rows) await raiseSummary(transaction, pile)
  return rows.length
}

async function raiseSummary(transaction: RoleTransaction, pile: Pile): Promise<void> {
  const counts = { 'budget.threshold': pile.thresholds, 'budget.exhausted': pile.exhausted, 'key.blocked': pile.blocked }
  await raiseNotice(transaction, {
    teamId: pile.team_id,
    kind: 'notices.summary',
    dedupeKey: `summary:${pile.first_id}`,
    payload: {
      team_id: showId('team', pile.team_id),
      team_name: pile.team_name,
      since: pile.since.toISOString(),
      until: pile.until.toISOString(),
      counts,
    },
  })
}
