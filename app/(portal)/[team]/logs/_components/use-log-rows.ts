'use client'

import { useCallback, useRef, useState } from 'react'
import type { LogPage } from '../_list/log-row'
import { layOver, mergeRows, unseen } from '../_list/merge-rows'

/** The lines shown so far, the pages after them, and newer ones that wait until they are asked for. */
export function useLogRows(first: LogPage, address: string) {
  const [page, setPage] = useState(first)
  const [waiting, setWaiting] = useState<LogPage | null>(null)
  const [loading, setLoading] = useState<'idle' | 'loading' | 'failed'>('idle')
  const busy = useRef(false)
  const newestId = useRef(first.rows[0]?.id)

  const loadMore = useCallback(async () => {
    if (busy.current || page.nextCursor === null) return
    busy.current = true
    setLoading('loading')
    try {
      const next = await fetchPage(address, page.nextCursor)
      setPage((shown) => ({ rows: mergeRows(shown.rows, next.rows), nextCursor: next.nextCursor }))
      setLoading('idle')
    } catch {
      setLoading('failed')
    }
    busy.current = false
  }, [address, page.nextCursor])

  const showWaiting = useCallback(() => {
    if (waiting) setPage((shown) => layOver(shown, waiting))
    setWaiting(null)
  }, [waiting])

  return {
    rows: page.rows,
    hasMore: page.nextCursor !== null,
    loading,
    loadMore,
    newCount: waiting ? unseen(page.rows, waiting.rows).length : 0,
    showWaiting,
    /** Asks for the newest lines and shows them, or keeps them waiting while the reader is elsewhere in the list; whether any is new. */
    poll: useCallback(
      async (mayShow: () => boolean) => {
        const newest = await fetchPage(address, null)
        if (mayShow()) setPage((shown) => layOver(shown, newest))
        else setWaiting(newest)
        const isNew = newest.rows[0]?.id !== newestId.current
        newestId.current = newest.rows[0]?.id
        return isNew
      },
      [address],
    ),
  }
}

async function fetchPage(address: string, cursor: string | null): Promise<LogPage> {
  const url = new URL(address, window.location.href)
  if (cursor !== null) url.searchParams.set('cursor', cursor)
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}`)
  return (await response.json()) as LogPage
}
