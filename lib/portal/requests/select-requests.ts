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
import type { RequestRow } from '#lib/portal/requests/request-row'
import { matching, matchingIds, matchingIn, requestsWithKeys, type Search } from '#lib/portal/requests/matching-requests'
import { findTagged } from '#lib/portal/requests/find-tagged'
import { findQuarters, toSpans } from '#lib/portal/requests/search-quarters'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { timeOfId } from '#lib/shared/ids'

/** So many rows are read and sorted at once. */
const fewRequests = 5000
/** A tag of more than these is not searched by itself. */
const fewTagged = 1000

/** Newest first. */
export function selectRequests(
  transaction: RoleTransaction,
  sight: ReaderSight,
  filters: RequestFilters,
  window: RequestWindow,
): Promise<RequestRow[]> {
  const search = { transaction, sight, filters, window }
  return filters.teamId !== undefined && filters.tags ? selectByTags(search, filters.tags) : selectByWay(search)
}

/** Each tag of a team by itself; a request that carries several is found once. */
async function selectByTags(search: Search, tags: readonly string[]): Promise<RequestRow[]> {
  const found: RequestRow[][] = []
  for (const tag of new Set(tags)) found.push(await selectByTag(search, tag))
  return mergeNewest(found, search.window.limit)
}

/** The newest that carry the tag, more at a time while other filters leave few of them; a tag of very many is one filter among others. */
async function selectByTag(search: Search, tag: string): Promise<RequestRow[]> {
  const { filters, window, transaction } = search
  const found: RequestRow[] = []
  let [wanted, seen, before] = [window.limit, 0, window.before]
  while (seen < fewTagged) {
    const ids = await findTagged(transaction, { ...filters, tag }, { before, limit: wanted })
    if (ids.length > 0) found.push(...(await matchingIds({ ...search, filters: { ...filters, tags: undefined } }, ids).execute()))
    if (found.length >= window.limit || ids.length < wanted) return found.slice(0, window.limit)
    before = ids.at(-1) ?? null
    seen += ids.length
    wanted = Math.min(wanted * 4, fewTagged)
  }
  return selectByWay({ ...search, filters: { ...filters, tags: [tag] } })
}

function selectByWay(search: Search): Promise<RequestRow[]> {
  const { filters } = search
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
      limit ${fewRequests + 1}
    ) as reached
  `.execute(transaction)
  return (rows[0]?.count ?? 0) <= fewRequests
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
