import type { RequestStatus } from '#lib/portal/requests/request-row'

/** What a list of requests is narrowed to; an empty list of values matches nothing. */
export interface RequestFilters {
  teamId?: string
  keyIds?: readonly string[]
  models?: readonly string[]
  statuses?: readonly RequestStatus[]
  streamed?: boolean
  clients?: readonly string[]
  endUsers?: readonly string[]
  /** Requests that carry one of them. */
  tags?: readonly string[]
  minChargeNanos?: bigint
  /** By the time of admission: from inclusive, to exclusive. */
  from?: Date
  to?: Date
}

export interface RequestWindow {
  /** Only requests with a smaller id. */
  before: string | null
  limit: number
}

/** The least charge that the index of charges knows. */
export const indexedChargeNanos = 10_000_000n

/**
 * How the newest matches are found without reading a team's whole history: `states` by the index of what did not succeed,
 * `charges` by that of charges, `quarters` by the quarter hours whose roll-ups can hold a match, `plain` from the newest back.
 */
export type SearchWay = 'plain' | 'states' | 'charges' | 'quarters'

export function chooseWay(filters: RequestFilters): SearchWay {
  if (filters.teamId === undefined) return 'plain'
  if (filters.statuses && !filters.statuses.includes('succeeded')) return 'states'
  if ((filters.minChargeNanos ?? 0n) >= indexedChargeNanos) return 'charges'
  const isNarrow = filters.keyIds ?? filters.models ?? (filters.streamed === false || (filters.minChargeNanos ?? 0n) > 0n)
  return isNarrow ? 'quarters' : 'plain'
}

/** Orphaned requests are in no roll-up; they were charged nothing. */
export function mayBeOrphaned(filters: RequestFilters): boolean {
  return (filters.minChargeNanos ?? 0n) <= 0n && (filters.statuses?.includes('orphaned') ?? true)
}

/** The newest of several lists, each newest first; what stands in several of them once. */
export function mergeNewest<Row extends { id: string }>(lists: readonly (readonly Row[])[], limit: number): Row[] {
  const rows = new Map(lists.flat().map((row) => [row.id, row]))
  return [...rows.values()].toSorted((a, b) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)).slice(0, limit)
}
