'use client'

import { useRouter } from 'next/navigation'
import { type MouseEvent, useCallback } from 'react'

/** Follows a plain link without leaving the page; what a modifier or another button asks for is the browser's. */
export function useFollow() {
  const router = useRouter()
  return useCallback(
    (event: MouseEvent<HTMLAnchorElement>) => {
      if (event.defaultPrevented || event.button !== 0) return
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      const { pathname, search } = event.currentTarget
      router.push(pathname + search, { scroll: false })
    },
    [router],
  )
}
