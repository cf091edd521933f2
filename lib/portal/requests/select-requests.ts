import type { ReaderSight } from '#lib/portal/acting/run-verb'
import { memberColumns, operatorColumns, type RequestRow, type RequestStatus } from '#lib/portal/requests/request-row'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { timeOfId } from '#lib/shared/ids'

export interface RequestFilters {
  teamId?: string
  keyId?: string
  model?: string
  status?: RequestStatus
  /** By the time of admission: from inclusive, to exclusive. */
  from?: Date
  to?: Date
}

interface Window {
  before: string | null
  limit: number
}

/** Newest first. Bounds on time beside those on ids let the database leave out whole partitions. */
export function selectRequests(
  transaction: RoleTransaction,
  sight: ReaderSight,
  filters: RequestFilters,
  window: Window,
): Promise<RequestRow[]> {
  let query = requestsWithKeys(transaction, sight).orderBy('r.id', 'desc').limit(window.limit)
  if (window.before !== null) query = query.where('r.id', '<', window.before).where('r.started_at', '<=', timeOfId(window.before))
  if (filters.teamId !== undefined) query = query.where('r.team_id', '=', filters.teamId)
  if (filters.keyId !== undefined) query = query.where('r.key_id', '=', filters.keyId)
  if (filters.model !== undefined) query = query.where('r.model', '=', filters.model)
  if (filters.status !== undefined) query = query.where('r.status', '=', filters.status)
  if (filters.from !== undefined) query = query.where('r.started_at', '>=', filters.from)
  if (filters.to !== undefined) query = query.where('r.started_at', '<', filters.to)
  return query.execute()
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
    .select([...memberColumns, 'k.name as key_name', 'k.display as key_display'])
    .$if(sight === 'operator', (query) => query.select(operatorColumns))
}
