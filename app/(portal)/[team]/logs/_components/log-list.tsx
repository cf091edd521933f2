'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { widestCharge } from '#ui/money'
import { TableSkeleton } from '#ui/skeleton'
import { useQuery } from '#ui/use-query'
import type { LogPage } from '../_list/log-row'
import { LiveTail } from './live-tail'
import { LogEnd } from './log-end'
import { LogHead, LogLine } from './log-line'
import { useFollow } from './use-follow'
import { useIsAwake } from './use-is-awake'
import { useLiveTail } from './use-live-tail'
import { useLogRows } from './use-log-rows'
import { useRowKeys } from './use-row-keys'

interface LogListProps {
  first: LogPage
  hidden: readonly string[]
  /** What stands in the place of the lines where there are none. */
  empty: React.ReactNode
}

const rowPx = 36
/** Before the window is known: enough lines for the first screen, and those around it once the page has come to life. */
const assumedWindow = { width: 1120, height: 750 }
const linesAround = { atFirst: 2, later: 12 }
/** Lines from the end at which the next page is asked for. */
const loadAhead = 25
/** The balance in the rail follows new lines at this distance. */
const refreshMs = 10_000
/** Whoever is this close to the top sees new lines come in. */
const atTopPx = 80

/** The requests as one scrolls through them; they come to life after the rest of the page. */
export function LogList(props: LogListProps) {
  return (
    <Suspense fallback={<TableSkeleton rows={14} />}>
      <Lines {...props} />
    </Suspense>
  )
}

function Lines({ first, hidden, empty }: LogListProps) {
  const t = useTranslations('logs')
  const pathname = usePathname()
  const { query, hrefWith } = useQuery()
  const router = useRouter()
  const open = query.get('request')
  const hrefOf = (id: string) => hrefWith({ request: id })
  const log = useLogRows(first, `${pathname}/rows?${filtersOf(query)}`)
  const { rows } = log

  const body = useRef<HTMLTableSectionElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    const measure = () => setScrollMargin(Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  const isAwake = useIsAwake()
  // oxlint-disable-next-line react/incompatible-library -- what is memoized gets only `measureElement`, which stays the same
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: isAwake ? linesAround.later : linesAround.atFirst,
    scrollMargin,
    initialRect: assumedWindow,
  })
  const lines = virtualizer.getVirtualItems()
  const [firstLine, lastLine] = [lines[0], lines.at(-1)]

  const { hasMore, loading, loadMore } = log
  const isNearEnd = (lastLine?.index ?? 0) >= rows.length - loadAhead
  useEffect(() => {
    if (isNearEnd && hasMore && loading === 'idle') void loadMore()
  }, [isNearEnd, hasMore, loading, loadMore])

  const isAtTop = () => window.scrollY <= Math.max(0, scrollMargin - window.innerHeight) + atTopPx
  const refreshIfDue = useRefresh()
  const tail = useLiveTail(async () => refreshIfDue(await log.poll(isAtTop)))
  const showNew = () => {
    log.showWaiting()
    window.scrollTo({ top: 0 })
  }

  useRowKeys((step) => {
    const focused = document.activeElement?.closest('[data-log-row]')?.getAttribute('data-log-row')
    const from = rows.findIndex((row) => row.id === (open ?? focused))
    const index = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))
    const next = rows[index]
    if (!next) return
    virtualizer.scrollToIndex(index, { align: 'auto' })
    if (open === null) requestAnimationFrame(() => focusRow(next.id))
    else router.replace(hrefOf(next.id), { scroll: false })
  })

  const follow = useFollow()
  const alignTo = widestCharge(lines.map(({ index }) => BigInt(rows[index]?.charge ?? 0)))
  return (
    <>
      <LiveTail state={tail.state} toggle={tail.toggle} newCount={log.newCount} showNew={showNew} />
      {rows.length === 0 ? (
        empty
      ) : (
        <table
          aria-label={t('title')}
          aria-rowcount={hasMore ? -1 : rows.length + 1}
          className="w-full table-fixed border-collapse text-sm"
        >
          <LogHead hidden={hidden} />
          <tbody ref={body}>
            <Gap height={(firstLine?.start ?? scrollMargin) - scrollMargin} />
            {lines.map(({ index }) => {
              const row = rows[index]
              if (!row) return null
              return (
                <LogLine
                  key={row.id}
                  row={row}
                  index={index}
                  href={hrefOf(row.id)}
                  isOpen={row.id === open}
                  hidden={hidden}
                  alignTo={alignTo}
                  measure={virtualizer.measureElement}
                  follow={follow}
                />
              )
            })}
            <Gap height={virtualizer.getTotalSize() + scrollMargin - (lastLine?.end ?? scrollMargin)} />
          </tbody>
        </table>
      )}
      {rows.length > 0 ? <LogEnd count={rows.length} hasMore={hasMore} loading={loading} loadMore={() => void loadMore()} /> : null}
    </>
  )
}

function filtersOf(query: URLSearchParams): string {
  const filters = new URLSearchParams(query)
  for (const other of ['request', 'hide', 'q']) filters.delete(other)
  return filters.toString()
}

/** Stands for the lines that are not drawn. */
function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null
}

function focusRow(id: string) {
  document.querySelector<HTMLElement>(`[data-log-row="${id}"] a`)?.focus({ preventScroll: true })
}

/** Reads the page around the list anew after something has happened, now and then. */
function useRefresh() {
  const router = useRouter()
  const state = useRef({ isDue: false, at: -Infinity })
  return (happened: boolean) => {
    const { current } = state
    current.isDue ||= happened
    if (!current.isDue || performance.now() - current.at < refreshMs) return
    state.current = { isDue: false, at: performance.now() }
    router.refresh()
  }
}
