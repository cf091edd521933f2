import { sql } from 'kysely'
import type { ReaderSight } from '#lib/portal/acting/run-verb'
import {
  chooseWay,
  indexedChargeNanos,
  mayBeOrphaned,
  mergeNewest,
  type RequestFilters,
  type RequestWindow,
} from '#lib/portal/requests/request-filters'
import { memberColumns, operatorColumns, type RequestRow } from '#lib/portal/requests/request-row'
import { findQuarters, toSpans } from '#lib/portal/requests/search-quarters'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { firstIdOf, timeOfId } from '#lib/shared/ids'

/** So many rows are read and sorted at once. */
const fewCharges = 5000

interface Search {
  transaction: RoleTransaction
  sight: ReaderSight
  filters: RequestFilters
  window: RequestWindow
}

/** Newest first. */
export function selectRequests(
  transaction: RoleTransaction,
  sight: ReaderSight,
  filters: RequestFilters,
  window: RequestWindow,
): Promise<RequestRow[]> {
  const search = { transaction, sight, filters, window }
  switch (chooseWay(filters)) {
    case 'states':
      return selectByState(search, filters.statuses ?? [])
    case 'charges':
      return selectByCharge(search)
    case 'quarters':
      return selectByQuarter(search)
    case 'plain':
      return matching(search).execute()
  }
}

/** Each state by itself, so that the index gives it in order, however rare it is. */
async function selectByState(search: Search, states: readonly string[]): Promise<RequestRow[]> {
  const found: RequestRow[][] = []
  // Said twice, the state would be taken for rarer than it is.
  const others = { ...search, filters: { ...search.filters, statuses: undefined } }
  for (const state of states) {
    const rows = matching(others).where('r.status', '=', state).where('r.status', '<>', sql.lit('succeeded'))
    found.push(await rows.execute())
  }
  return mergeNewest(found, search.window.limit)
}

/** A charge that few requests reach is searched among those; one that many reach is found by going back in time. */
async function selectByCharge(search: Search): Promise<RequestRow[]> {
  const { window } = search
  if (!(await isRareCharge(search))) return selectByQuarter(search)
  // By text, so that the index of ids is no temptation to go through a whole history.
  const rows = matching(search).clearOrderBy().orderBy(sql`r.id::text collate "C"`, 'desc').limit(window.limit)
  return rows.where(sql<boolean>`r.charge_nanos >= ${sql.lit(Number(indexedChargeNanos))}`).execute()
}

async function isRareCharge({ filters, transaction }: Search): Promise<boolean> {
  const from = filters.from ? sql`started_at >= ${filters.from}` : sql`true`
  const to = filters.to ? sql`started_at < ${filters.to}` : sql`true`
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select from usage.requests
      where team_id = ${filters.teamId} and charge_nanos >= ${filters.minChargeNanos} and charge_nanos >= ${sql.lit(Number(indexedChargeNanos))} and ${from} and ${to}
      limit ${fewCharges + 1}
    ) as reached
  `.execute(transaction)
  return (rows[0]?.count ?? 0) <= fewCharges
}

/** Reads only quarter hours that can hold a match, newest first, more at a time while they turn out not to. */
async function selectByQuarter(search: Search): Promise<RequestRow[]> {
  const { filters, transaction, window } = search
  const found: RequestRow[] = []
  let wanted = window.limit
  let quarters = await findQuarters(transaction, search.filters, window.before, null)
  while (quarters.length > 0 && found.length < window.limit) {
    let count = 0
    let requests = 0
    while (count < quarters.length && requests < wanted) requests += quarters[count++]?.requests ?? 0
    const spans = toSpans(quarters.slice(0, count).map(({ quarter }) => quarter))
    found.push(...(await matchingIn(search, spans).execute()))
    const last = quarters[count - 1]
    quarters = quarters.slice(count)
    if (quarters.length === 0 && last) quarters = await findQuarters(transaction, filters, window.before, last.quarter)
    wanted *= 4
  }
  const orphaned = mayBeOrphaned(filters) ? await selectByState(search, ['orphaned']) : []
  const others = found.filter((row) => row.status !== 'orphaned')
  return mergeNewest([others, orphaned], window.limit)
}

function matchingIn(search: Search, spans: readonly { from: Date; to: Date }[]) {
  const lows = spans.map((span) => firstIdOf(span.from))
  const highs = spans.map((span) => firstIdOf(span.to))
  const span = sql<{ low: string; high: string }>`unnest(${lows}::uuid[], ${highs}::uuid[])`.as<'span'>(sql`span(low, high)`)
  const times = spans.flatMap(({ from, to }) => [from.getTime(), to.getTime()])
  return matching(search)
    .innerJoin(span, (join) => join.onRef('r.id', '>=', 'span.low').onRef('r.id', '<', 'span.high'))
    .where('r.started_at', '>=', new Date(Math.min(...times)))
    .where('r.started_at', '<', new Date(Math.max(...times)))
}

/** Bounds on ids keep to the part of an index that is asked for; those on time beside them leave out whole partitions. */
function matching({ transaction, sight, filters, window }: Search) {
  const { before } = window
  let query = requestsWithKeys(transaction, sight).orderBy('r.id', 'desc').limit(window.limit)
  if (before !== null) query = query.where('r.id', '<', before).where('r.started_at', '<=', timeOfId(before))
  if (filters.teamId !== undefined) query = query.where('r.team_id', '=', filters.teamId)
  if (filters.keyIds) query = query.where('r.key_id', '=', sql<string>`any(${filters.keyIds}::uuid[])`)
  if (filters.models) query = query.where('r.model', '=', sql<string>`any(${filters.models}::text[])`)
  if (filters.statuses) query = query.where('r.status', '=', sql<string>`any(${filters.statuses}::text[])`)
  if (filters.clients) query = query.where('r.client', '=', sql<string>`any(${filters.clients}::text[])`)
  if (filters.endUsers) query = query.where('r.end_user', '=', sql<string>`any(${filters.endUsers}::text[])`)
  if (filters.tags) query = query.where(sql<boolean>`r.tags && ${filters.tags}::text[]`)
  if (filters.streamed !== undefined) query = query.where('r.streamed', '=', filters.streamed)
  if (filters.minChargeNanos !== undefined) query = query.where('r.charge_nanos', '>=', filters.minChargeNanos)
  if (filters.from) query = query.where('r.id', '>=', firstIdOf(filters.from)).where('r.started_at', '>=', filters.from)
  if (filters.to) query = query.where('r.id', '<', firstIdOf(filters.to)).where('r.started_at', '<', filters.to)
  return query
}

/** One row of one team, or undefined. */
export function selectRequest(
  transaction: RoleTransaction,
  sight: ReaderSight,
  teamId: string,
  id: string,
): Promise<RequestRow | undefined> {
  return requestsWithKeys(transaction, sight)
    .where('r.id', '=', id)
    .where('r.started_at', '=', timeOfId(id))
    .where('r.team_id', '=', teamId)
    .executeTakeFirst()
}

function requestsWithKeys(transaction: RoleTransaction, sight: ReaderSight) {
  return transaction
    .selectFrom('usage.requests as r')
    .leftJoin('core.api_keys as k', 'k.id', 'r.key_id')
    .select([...memberColumns, 'k.name as key_name', 'k.display as key_display', 'k.kind as key_kind'])
    .select(
      sql<boolean>`exists (select from core.api_keys other where other.team_id = k.team_id and other.name = k.name and other.id <> k.id)`.as(
        'key_name_shared',
      ),
    )
    .$if(sight === 'operator', (query) => query.select(operatorColumns))
}
