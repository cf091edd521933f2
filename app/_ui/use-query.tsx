'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useTransition } from 'react'

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

/** The state of a page that lives in its address: read it, change it, and whether a change is on its way. */
export function useQuery() {
  const [pending, start] = useTransition()
  const router = useRouter()
  const pathname = usePathname()
  const query = useSearchParams()
  const hrefWith = (changes: QueryChanges) => queryHref(pathname, query, changes)
  const write = (changes: QueryChanges) => start(() => router.replace(hrefWith(changes), { scroll: false }))
  return { query, hrefWith, write, pending }
}
