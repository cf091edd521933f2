import { sql } from 'kysely'
import { type BudgetCrossing, takeCrossings } from '#lib/ledger/budget-crossings'
import type { BudgetPayload } from '#lib/portal/notices/notice'
import { raiseNotice } from '#lib/portal/notices/raise-notice'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

/** Raises the notices that are due; run by any number of processes, each notice is raised once. Answers how many. */
export async function findNotices(): Promise<number> {
  const budgets = await asPortal(async (transaction) => {
    const crossings = await takeCrossings(transaction)
    for (const crossing of crossings) await raiseCrossing(transaction, crossing)
    return crossings.length
  })
  return budgets + (await asPortal(raiseBlockedKeys))
}

async function raiseCrossing(transaction: RoleTransaction, crossing: BudgetCrossing): Promise<void> {
  const { budget_id, team_id, percent } = crossing
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
    period_starts_at: crossing.starts_at?.toISOString() ?? null,
    period_ends_at: crossing.ends_at?.toISOString() ?? null,
    amount_usd: formatUsd(crossing.limit_nanos),
    spent_usd: formatUsd(crossing.spent_nanos),
    percent,
  }
  await raiseNotice(transaction, {
    teamId: team_id,
    kind: percent === 100 ? 'budget.exhausted' : 'budget.threshold',
    dedupeKey: ['budget', budget_id, payload.period_starts_at ?? 'total', percent, crossing.end_user ?? ''].join(':'),
    payload,
    userIds: subject.userIds,
  })
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

/** Blocked by hand or by the gateway after too many failures: either way its owner has to hear of it. */
async function raiseBlockedKeys(transaction: RoleTransaction): Promise<number> {
  const dedupeKey = sql<string>`'key.blocked:' || k.id || ':' || extract(epoch from k.blocked_at)`
  const keys = await transaction
    .selectFrom('core.api_keys as k')
    .innerJoin('core.teams as t', 't.id', 'k.team_id')
    .select([
      'k.id',
      'k.team_id',
      'k.name',
      'k.owner_id',
      'k.block_reason',
      'k.blocked_at',
      't.name as team_name',
      dedupeKey.as('dedupe_key'),
    ])
    .where('k.status', '=', 'blocked')
    .where('k.blocked_at', '>', sql<Date>`now() - interval '7 days'`)
    .where((where) => {
      const raised = where.selectFrom('core.notices as n').select('n.id').where('n.dedupe_key', '=', dedupeKey)
      return where.not(where.exists(raised))
    })
    .execute()
  let raised = 0
  for (const key of keys) {
    const isNew = await raiseNotice(transaction, {
      teamId: key.team_id,
      kind: 'key.blocked',
      dedupeKey: key.dedupe_key,
      payload: {
        team_id: showId('team', key.team_id),
        team_name: key.team_name,
        key_id: showId('key', key.id),
        key_name: key.name,
        reason: key.block_reason,
        blocked_at: (key.blocked_at ?? new Date()).toISOString(),
      },
      userIds: key.owner_id === null ? [] : [key.owner_id],
    })
    if (isNew) raised++
  }
  return raised
}
