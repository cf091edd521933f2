import { sql } from 'kysely'
import type { RequestFilters } from '#lib/portal/requests/request-filters'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { timeOfId } from '#lib/shared/ids'

export const quarterMs = 900_000
const mostAtOnce = 512

/** A quarter hour with the requests of the roll-ups in it that can hold a match. */
export interface Quarter {
  quarter: Date
  requests: number
}

/** The newest quarter hours, before `earlierThan`, that can hold a settled request of these filters. */
export async function findQuarters(
  transaction: RoleTransaction,
  filters: RequestFilters,
  before: string | null,
  earlierThan: Date | null,
): Promise<Quarter[]> {
  let query = transaction
    .selectFrom('usage.rollups')
    .select(['quarter', sql<number>`sum(requests)::float8`.as('requests')])
    .where('team_id', '=', filters.teamId ?? '')
    .groupBy('quarter')
    .orderBy('quarter', 'desc')
    .limit(mostAtOnce)
  if (filters.keyIds) query = query.where('key_id', '=', sql<string>`any(${filters.keyIds}::uuid[])`)
  if (filters.models) query = query.where('model', '=', sql<string>`any(${filters.models}::text[])`)
  // No request was charged more than its roll-up, and only streamed ones have a time to first token.
  if (filters.minChargeNanos !== undefined) query = query.where('charge_nanos', '>=', filters.minChargeNanos)
  if (filters.streamed === false) query = query.whereRef('requests', '>', 'ttft_count')
  if (before !== null) query = query.where('quarter', '<=', timeOfId(before))
  if (filters.from) query = query.where('quarter', '>', new Date(filters.from.getTime() - quarterMs))
  if (filters.to) query = query.where('quarter', '<', filters.to)
  if (earlierThan) query = query.where('quarter', '<', earlierThan)
  return query.execute()
}

/** Stretches of time that cover these quarter hours, given newest first; neighbours become one. */
export function toSpans(quarters: readonly Date[]): { from: Date; to: Date }[] {
  const spans: { from: Date; to: Date }[] = []
  for (const quarter of quarters) {
    const last = spans.at(-1)
    const end = quarter.getTime() + quarterMs
    if (last?.from.getTime() === end) last.from = quarter
    else spans.push({ from: quarter, to: new Date(end) })
  }
  return spans
}
