'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { LinkPending } from './link-pending'
import { Th } from './table'
import { useQuery } from './use-query'

interface SortThProps {
  /** As the address writes it: `sort=charge` rises, `sort=-charge` falls. */
  name: string
  numeric?: boolean
  /** Set on the column that the list is sorted by when the address says nothing. */
  initial?: 'ascending' | 'descending'
  className?: string
  children: ReactNode
}

/** A head cell that sorts; numbers start with the largest, words with the first. */
export function SortTh({ name, numeric, initial, className, children }: SortThProps) {
  const { query, hrefWith } = useQuery()
  const written = query.get('sort')
  const order = written === name ? 'ascending' : written === `-${name}` ? 'descending' : written === null ? initial : undefined
  const next = order === undefined ? (numeric ? 'descending' : 'ascending') : order === 'ascending' ? 'descending' : 'ascending'
  const Arrow = order === 'ascending' ? ArrowUp : ArrowDown
  return (
    <Th numeric={numeric} aria-sort={order} className={className}>
      <Link
        href={hrefWith({ sort: next === 'ascending' ? name : `-${name}` })}
        replace
        scroll={false}
        prefetch={false}
        className={cn('group relative rounded-sm hover:text-foreground', order && 'text-foreground')}
      >
        <LinkPending>{children}</LinkPending>
        <Arrow
          aria-hidden
          className={cn(
            'absolute top-1/2 size-3 -translate-y-1/2',
            numeric ? 'right-full mr-0.5' : 'left-full ml-0.5',
            !order && 'opacity-0 group-hover:opacity-60',
          )}
        />
      </Link>
    </Th>
  )
}
