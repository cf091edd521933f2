import type { LogPage, LogRow } from './log-row'

/** Both lists in one, newest first; where both have a request, the fresher line counts, since it may have settled anew. */
export function mergeRows(rows: readonly LogRow[], fresher: readonly LogRow[]): LogRow[] {
  const byId = new Map([...rows, ...fresher].map((row) => [row.id, row]))
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** The newest page laid over what is shown; a page without anything known starts the list anew, so that it has no gap. */
export function layOver(shown: LogPage, newest: LogPage): LogPage {
  const known = new Set(shown.rows.map((row) => row.id))
  const meets = shown.rows.length === 0 || newest.nextCursor === null || newest.rows.some((row) => known.has(row.id))
  if (!meets) return newest
  return { rows: mergeRows(shown.rows, newest.rows), nextCursor: shown.rows.length === 0 ? newest.nextCursor : shown.nextCursor }
}

/** Those of `newest` that are not shown yet. */
export function unseen(shown: readonly LogRow[], newest: readonly LogRow[]): LogRow[] {
  const known = new Set(shown.map((row) => row.id))
  return newest.filter((row) => !known.has(row.id))
}
