import type { Query } from '../../../../_ui/read-query'

/** The page's address with some parameters changed; null takes one out. */
export function addressWith(path: string, query: Query, changes: Record<string, string | null>): string {
  const next = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (Object.hasOwn(changes, name)) continue
    for (const text of [value ?? []].flat()) next.append(name, text)
  }
  for (const [name, value] of Object.entries(changes)) if (value !== null) next.set(name, value)
  const text = next.toString()
  return text === '' ? path : `${path}?${text}`
}
