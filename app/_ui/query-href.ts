import type { Query } from './read-query'

/** New values of query parameters: text, several texts, or null to take one out. */
export type QueryChanges = Record<string, string | readonly string[] | null>

/** The address with some parameters changed; `cursor` goes, as it belongs to the list as it was. */
export function queryHref(pathname: string, current: URLSearchParams, changes: QueryChanges): string {
  const next = new URLSearchParams(current)
  next.delete('cursor')
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name)
    for (const text of typeof value === 'string' ? [value] : (value ?? [])) if (text !== '') next.append(name, text)
  }
  const query = next.toString()
  return query === '' ? pathname : `${pathname}?${query}`
}

/** What a page got as `searchParams`, as it stood in the address. */
export function toSearch(query: Query): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const text of Array.isArray(value) ? value : value === undefined ? [] : [value]) search.append(name, text)
  }
  return search
}
