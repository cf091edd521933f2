'use client'

import { MessagesSquare, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, type MouseEvent, type ReactNode } from 'react'
import { cn } from '../../../../_ui/cn'
import { Money } from '#ui/money'
import { RequestStatus } from '#ui/request-status'
import type { LogRow } from '../_list/log-row'
import type { ColumnId } from '../_list/read-log-query'

/** From which width of the list a column has room and leaves the model its name; below the first, a request is two lines. */
const room: Record<ColumnId, string> = {
  status: '@max-lg:hidden',
  charge: '@max-lg:hidden',
  latency: '@max-2xl:hidden',
  key: '@max-3xl:hidden',
  output: '@max-5xl:hidden',
  input: '@max-5xl:hidden',
  client: '@max-[76rem]:hidden',
  ttft: '@max-[70rem]:hidden',
  user: '@max-[85rem]:hidden',
  tags: '@max-[94rem]:hidden',
}
const widths: Record<ColumnId, string> = {
  key: 'w-[106px]',
  status: 'w-[110px] [:lang(zh)_&]:w-[92px]',
  input: 'w-[94px] [:lang(zh)_&]:w-[88px]',
  output: 'w-[104px] [:lang(zh)_&]:w-[88px]',
  charge: 'w-[112px]',
  latency: 'w-[86px] [:lang(zh)_&]:w-[80px]',
  ttft: 'w-[72px]',
  client: 'w-[104px]',
  user: 'w-[110px]',
  tags: 'w-[120px]',
}
/** Cells of a line's own at both ends, so that it begins and ends alike whichever columns have room. */
const ends = "before:table-cell before:w-3 before:content-[''] after:table-cell after:w-3 after:content-['']"
/** A collapsed border would scroll away under the head. */
const underHead = 'shadow-[inset_0_-1px_0_var(--border)]'
const headCell = cn('h-9 px-2 text-left text-xs font-medium whitespace-nowrap', underHead)
const texts: readonly ColumnId[] = ['key', 'client', 'user', 'tags']
const numbers: readonly ColumnId[] = ['input', 'output', 'charge', 'latency', 'ttft']

export function LogHead({ hidden }: { hidden: readonly string[] }) {
  const t = useTranslations('logs.columns')
  const head = (column: ColumnId) => (
    <th key={column} scope="col" className={cn(headCell, widths[column], room[column], numbers.includes(column) && 'text-right')}>
      {t(column)}
    </th>
  )
  const shown = (columns: readonly ColumnId[]) => columns.filter((column) => !hidden.includes(column)).map(head)
  return (
    <thead className="sticky top-0 z-10 bg-card text-muted-foreground @max-lg:hidden">
      <tr className={cn(ends, 'before:shadow-[inset_0_-1px_0_var(--border)] after:shadow-[inset_0_-1px_0_var(--border)]')}>
        <th scope="col" className={cn(headCell, 'w-[120px] [:lang(zh)_&]:w-[156px]')}>
          {t('time')}
        </th>
        <th scope="col" className={headCell}>
          {t('model')}
        </th>
        {shown(['key', 'status', 'client', 'user', 'tags', 'input', 'output', 'charge', 'latency', 'ttft'])}
      </tr>
    </thead>
  )
}

interface LogLineProps {
  row: LogRow
  index: number
  href: string
  isOpen: boolean
  hidden: readonly string[]
  alignTo: number
  measure: (element: HTMLTableRowElement | null) => void
  follow: (event: MouseEvent<HTMLAnchorElement>) => void
}

/** One request; the whole line is its link, a plain one: a router's link in every line would wake up with the page. */
export const LogLine = memo(function LogLine({ row, index, href, isOpen, hidden, alignTo, measure, follow }: LogLineProps) {
  const cell = (column: ColumnId, content: ReactNode) =>
    hidden.includes(column) ? null : (
      <td
        data-column={column}
        className={cn(
          'h-9 px-2 py-1',
          texts.includes(column) && 'truncate',
          room[column],
          numbers.includes(column) && 'text-right tabular-nums whitespace-nowrap',
        )}
      >
        {content}
      </td>
    )
  return (
    <tr
      ref={measure}
      data-index={index}
      data-log-row={row.id}
      data-testid="request"
      aria-rowindex={index + 2}
      className={cn('relative border-b transition-colors', ends, isOpen ? 'bg-primary-soft' : 'hover:bg-muted')}
    >
      <td className="h-9 px-2 py-1 whitespace-nowrap text-muted-foreground tabular-nums @max-lg:hidden">
        <time dateTime={row.at} title={row.at}>
          {row.time}
        </time>
      </td>
      <td className="h-9 px-2 py-1 @max-lg:px-1 @max-lg:py-2">
        <div className="flex min-w-0 items-center justify-between gap-3">
          <a
            href={href}
            onClick={follow}
            aria-current={isOpen ? 'true' : undefined}
            className="min-w-0 truncate font-mono outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-primary"
            title={row.model}
          >
            {row.model}
          </a>
          <span className="shrink-0 tabular-nums @lg:hidden">
            <Charge row={row} alignTo={0} />
          </span>
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-muted-foreground @lg:hidden">
          <time dateTime={row.at} className="shrink-0 tabular-nums">
            {row.time}
          </time>
          <span className="min-w-0 flex-1 truncate text-right">{row.status === 'succeeded' ? <KeyName row={row} /> : null}</span>
          {row.status === 'succeeded' ? null : <RequestStatus status={row.status} />}
        </div>
      </td>
      {cell('key', <KeyName row={row} />)}
      {cell(
        'status',
        <span title={row.failure ?? undefined}>
          <RequestStatus status={row.status} />
        </span>,
      )}
      {cell('client', <span title={row.client}>{row.client || '–'}</span>)}
      {cell('user', <span title={row.endUser}>{row.endUser || '–'}</span>)}
      {cell('tags', <span title={row.tags}>{row.tags || '–'}</span>)}
      {cell('input', row.input)}
      {cell('output', row.output)}
      {cell('charge', <Charge row={row} alignTo={alignTo} />)}
      {cell('latency', row.latency || '–')}
      {cell('ttft', row.ttft || '–')}
    </tr>
  )
})

function KeyName({ row }: { row: LogRow }) {
  return (
    <span title={row.deletedKey ?? row.key}>
      {/* Before the name: behind a name that is cut off it would lie outside the page and widen it. */}
      {row.deletedKey === null ? null : <span className="sr-only">{row.deletedKey}</span>}
      {row.isPlayground ? <MessagesSquare aria-hidden className="mr-1.5 inline size-3.5 align-[-2px] text-muted-foreground" /> : null}
      {row.deletedKey === null ? (
        row.key
      ) : (
        <>
          <Trash2 aria-hidden className="mr-1.5 inline size-3.5 align-[-2px] text-muted-foreground" />
          <span aria-hidden>{row.key}</span>
        </>
      )}
    </span>
  )
}

function Charge({ row, alignTo }: { row: LogRow; alignTo: number }) {
  return (
    <>
      {row.isEstimated ? <Estimated /> : null}
      <Money nanos={BigInt(row.charge)} as="charge" alignTo={alignTo} />
    </>
  )
}

function Estimated() {
  return <span title={useTranslations('logs')('estimated')}>≈&thinsp;</span>
}
