import { sql } from 'kysely'
import { type BudgetCrossing, takeCrossings } from '#lib/ledger/budget-crossings'
import { holdBack, isOverCap, raiseSummaries } from '#lib/portal/notices/hold-back'
import { type BudgetPayload, budgetNoticeKind } from '#lib/portal/notices/notice'
import { raiseBlockedKeys } from '#lib/portal/notices/raise-blocked-keys'
import { raiseNotice } from '#lib/portal/notices/raise-notice'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

/** So many at a time, so that no transaction lasts long; what is left is found in the next minute. */
const mostRounds = 20

/** Raises the notices that are due; run by any number of processes, each notice is raised once. Answers how many. */
export async function findNotices(): Promise<number> {
  let raised = 0
  for (const find of [findCrossings, raiseBlockedKeys, raiseSummaries]) {
    for (let round = 0; round < mostRounds; round++) {
      const found = await oneAtATime(find)
      raised += found
      if (found === 0) break
    }
  }
  return raised
}

/** Whoever counts what a team was told within the hour is alone with it: processes that come at once take turns. */
function oneAtATime(find: (transaction: RoleTransaction) => Promise<number>): Promise<number> {
  return asPortal(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('notices', 0))`.execute(transaction)
    return find(transaction)
  })
}

async function findCrossings(transaction: RoleTransaction): Promise<number> {
  const crossings = await takeCrossings(transaction)
  for (const crossing of crossings) await raiseCrossing(transaction, crossing)
  return crossings.length
}

async function raiseCrossing(transaction: RoleTransaction, crossing: BudgetCrossing): Promise<void> {
  const { budget_id, team_id, percent } = crossing
  const start = crossing.starts_at?.toISOString() ?? null
  const kind = budgetNoticeKind(percent)
  const dedupeKey = ['budget', budget_id, start ?? 'total', percent, crossing.end_user ?? ''].join(':')
  if (await isOverCap(transaction, team_id)) return holdBack(transaction, { teamId: team_id, kind, dedupeKey })
  const subject = await describeScope(transaction, crossing)
  const payload: BudgetPayload = {
    team_id: showId('team', team_id),
    team_name: await teamName(transaction, team_id),
    budget_id: showId('budget', budget_id),
    scope: crossing.scope,
    scope_id: subject.id,
    scope_name: subject.name,
    end_user: crossing.end_user,
    mode: crossing.mode,
    period: crossing.period,
    period_starts_at: start,
    period_ends_at: crossing.ends_at?.toISOString() ?? null,
    amount_usd: formatUsd(crossing.limit_nanos),
    spent_usd: formatUsd(crossing.spent_nanos),
    percent,
  }
  await raiseNotice(transaction, { teamId: team_id, kind, dedupeKey, payload, userIds: subject.userIds })
}

interface Subject {
  id: string
  name: string
  userIds: string[]
}

/** What people call what the budget is for, and whom it concerns beside the administrators. */
async function describeScope(transaction: RoleTransaction, { scope, scope_id, team_id }: BudgetCrossing): Promise<Subject> {
  if (scope === 'member') {
    const user = await transaction.selectFrom('core.users').select('email').where('id', '=', scope_id).executeTakeFirst()
    return { id: showId('user', scope_id), name: user?.email ?? scope_id, userIds: [scope_id] }
  }
  if (scope === 'key') {
    const key = await transaction.selectFrom('core.api_keys').select(['name', 'owner_id']).where('id', '=', scope_id).executeTakeFirst()
    return { id: showId('key', scope_id), name: key?.name ?? scope_id, userIds: key?.owner_id ? [key.owner_id] : [] }
  }
  if (scope === 'team') return { id: showId('team', team_id), name: await teamName(transaction, team_id), userIds: [] }
  return { id: scope_id, name: scope_id, userIds: [] }
}

async function teamName(transaction: RoleTransaction, teamId: string): Promise<string> {
  const team = await transaction.selectFrom('core.teams').select('name').where('id', '=', teamId).executeTakeFirst()
  return team?.name ?? teamId
}
