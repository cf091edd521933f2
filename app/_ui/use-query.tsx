'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useTransition } from 'react'
import { type QueryChanges, queryHref } from './query-href'

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
