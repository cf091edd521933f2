import { type RawBuilder, sql } from 'kysely'
import type { ReaderSight } from '#lib/portal/acting/run-verb'
import type { RequestFilters, RequestWindow } from '#lib/portal/requests/request-filters'
import { memberColumns, operatorColumns } from '#lib/portal/requests/request-row'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { firstIdOf, timeOfId } from '#lib/shared/ids'

export interface Search {
  transaction: RoleTransaction
  sight: ReaderSight
  filters: RequestFilters
  window: RequestWindow
}

/** Bounds on ids keep to the part of an index that is asked for; those on time beside them leave out whole partitions. */
export function matching({ transaction, sight, filters, window }: Search) {
  const { before } = window
  let query = requestsWithKeys(transaction, sight).orderBy('r.id', 'desc').limit(window.limit)
  if (before !== null) query = query.where('r.id', '<', before).where('r.started_at', '<=', timeOfId(before))
  if (filters.teamId !== undefined) query = query.where('r.team_id', '=', filters.teamId)
  if (filters.keyIds) query = query.where('r.key_id', '=', sql<string>`any(${filters.keyIds}::uuid[])`)
  if (filters.models) query = query.where('r.model', '=', sql<string>`any(${filters.models}::text[])`)
  if (filters.statuses) query = query.where('r.status', '=', sql<string>`any(${filters.statuses}::text[])`)
  if (filters.clients) query = query.where('r.client', '=', oneOf(filters.clients))
  if (filters.endUsers) query = query.where('r.end_user', '=', oneOf(filters.endUsers))
  if (filters.tags) query = query.where(sql<boolean>`r.tags && ${filters.tags}::text[]`)
  if (filters.streamed !== undefined) query = query.where('r.streamed', '=', filters.streamed)
  if (filters.minChargeNanos !== undefined) query = query.where('r.charge_nanos', '>=', filters.minChargeNanos)
  if (filters.from) query = query.where('r.id', '>=', firstIdOf(filters.from)).where('r.started_at', '>=', filters.from)
  if (filters.to) query = query.where('r.id', '<', firstIdOf(filters.to)).where('r.started_at', '<', filters.to)
  return query
}

export function matchingIn(search: Search, spans: readonly { from: Date; to: Date }[]) {
  const lows = spans.map((span) => firstIdOf(span.from))
  const highs = spans.map((span) => firstIdOf(span.to))
  const span = sql<{ low: string; high: string }>`unnest(${lows}::uuid[], ${highs}::uuid[])`.as<'span'>(sql`span(low, high)`)
  const times = spans.flatMap(({ from, to }) => [from.getTime(), to.getTime()])
  return matching(search)
    .innerJoin(span, (join) => join.onRef('r.id', '>=', 'span.low').onRef('r.id', '<', 'span.high'))
    .where('r.started_at', '>=', new Date(Math.min(...times)))
    .where('r.started_at', '<', new Date(Math.max(...times)))
}

/** Ids are given newest first. */
export function matchingIds(search: Search, ids: readonly string[]) {
  const [newest, oldest] = [ids[0] ?? '', ids.at(-1) ?? '']
  return matching(search)
    .where('r.id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('r.started_at', '<=', timeOfId(newest))
    .where('r.started_at', '>=', timeOfId(oldest))
}

/** A single value is asked for as such: only then does an index on it give the rows in order. */
function oneOf(values: readonly string[]): RawBuilder<string> {
  const [only] = values
  return values.length === 1 ? sql<string>`${only}::text` : sql<string>`any(${values}::text[])`
}

export function requestsWithKeys(transaction: RoleTransaction, sight: ReaderSight) {
  return transaction
    .selectFrom('usage.requests as r')
    .leftJoin('core.api_keys as k', 'k.id', 'r.key_id')
    .select([...memberColumns, 'k.name as key_name', 'k.display as key_display', 'k.kind as key_kind', 'k.status as key_status'])
    .select(
      sql<boolean>`exists (select from core.api_keys other where other.team_id = k.team_id and other.name = k.name and other.id <> k.id)`.as(
        'key_name_shared',
      ),
    )
    .$if(sight === 'operator', (query) => query.select(operatorColumns))
}
