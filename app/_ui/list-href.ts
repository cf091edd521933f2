import type { Query } from './read-query'

/** The address of a list as it is, further on in it (`cursor`) or, with null, from its start. */
export function listHref(pathname: string, query: Query, cursor: string | null): string {
  const next = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (name === 'cursor') continue
    for (const text of Array.isArray(value) ? value : [value ?? '']) if (text !== '') next.append(name, text)
  }
  if (cursor !== null) next.set('cursor', cursor)
  return next.size === 0 ? pathname : `${pathname}?${next}`
}
