import { sql } from 'kysely'
import { forgetCrossings, forgetEndUsers, teamsWithEndUsers } from '#lib/ledger/forget-end-users'
import { asPortal } from '#lib/shared/database/as-role'
import { firstIdOf } from '#lib/shared/ids'

const dayMs = 86_400_000
/** How long what a team was told, and how it was delivered, can be looked at. */
export const noticeDays = 90
/** Longer than a blocked key is looked for: until then its notice says that it was told. */
const heldBackDays = 8
const atOnce = 1_000

/** Deletes old notices with their deliveries, and what budgets per end user no longer need; answers how many rows. */
export async function forgetNotices(): Promise<number> {
  let forgotten = await asPortal(forgetCrossings)
  for (const teamId of await asPortal(teamsWithEndUsers))
    forgotten += await untilDone(() => asPortal((transaction) => forgetEndUsers(transaction, teamId, atOnce)))
  return forgotten + (await untilDone(forgetSome))
}

async function untilDone(forget: () => Promise<number>): Promise<number> {
  let forgotten = 0
  for (;;) {
    const count = await forget()
    forgotten += count
    if (count < atOnce) return forgotten
  }
}

/** None that is still being delivered. */
function forgetSome(): Promise<number> {
  const before = (days: number) => firstIdOf(new Date(Date.now() - days * dayMs))
  return asPortal(async (transaction) => {
    const { rows } = await sql<{ count: number }>`
      with old as (
        select n.id from core.notices n
        where (n.id < ${before(noticeDays)} or (n.held_back and n.summed_at is not null and n.id < ${before(heldBackDays)}))
          and not exists (select from core.notice_deliveries d where d.notice_id = n.id and d.state = 'waiting')
        order by n.id
        limit ${atOnce}
        for update skip locked
      ),
      deliveries as (
        delete from core.notice_deliveries d using old where d.notice_id = old.id
      ),
      notices as (
        delete from core.notices n using old where n.id = old.id returning n.id
      )
      select count(*)::integer as count from notices
    `.execute(transaction)
    return rows[0]?.count ?? 0
  })
}
