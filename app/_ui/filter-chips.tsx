'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { type Filter, FilterOptions } from './filter-options'
import { Popover } from './popover'
import { useQuery } from './use-query'

const chipClass = 'inline-flex h-[26px] items-center gap-1 rounded text-sm transition-colors max-md:h-[34px]'

/** On a phone one row that scrolls sideways, up to the edge; its padding leaves room for the focus ring. */
const rowClass =
  'flex flex-wrap items-center gap-2 max-md:-my-1 max-md:-mr-4 max-md:-ml-1 max-md:flex-nowrap max-md:overflow-x-auto max-md:py-1 max-md:pr-4 max-md:pl-1 max-md:[scrollbar-width:none] max-md:*:shrink-0'

interface FilterChipsProps {
  filters: readonly Filter[]
  /** Chips of another kind, at the end of the row. */
  children?: ReactNode
}

/** What a list is narrowed to, as chips that live in the address. */
export function FilterChips({ filters, children }: FilterChipsProps) {
  const t = useTranslations('table')
  const { query, write, pending } = useQuery()
  const chosenOf = (filter: Filter) => {
    const values = query.getAll(filter.param)
    return filter.closed ? values.filter((value) => filter.options.some((option) => option.value === value)) : values
  }
  const set = filters.filter((filter) => chosenOf(filter).length > 0)
  return (
    <div role="group" aria-label={t('filters')} aria-busy={pending} className={rowClass}>
      {filters.map((filter) => (
        <Chip key={filter.param} filter={filter} chosen={chosenOf(filter)} choose={(values) => write({ [filter.param]: values })} />
      ))}
      {children}
      {set.length > 1 ? (
        <button
          type="button"
          className={cn(chipClass, 'px-2 text-muted-foreground hover:bg-hover hover:text-foreground')}
          onClick={() => write(Object.fromEntries(set.map((filter) => [filter.param, null])))}
        >
          {t('clearFilters')}
        </button>
      ) : null}
    </div>
  )
}

interface ChipProps {
  filter: Filter
  chosen: readonly string[]
  choose: (values: readonly string[]) => void
}

function Chip({ filter, chosen, choose }: ChipProps) {
  const t = useTranslations('table')
  const nameOf = (value: string) => filter.options.find((option) => option.value === value)?.label ?? value
  const [first] = chosen
  const words = first === undefined ? null : chosen.length === 1 ? nameOf(first) : t('chosen', { count: chosen.length })
  return (
    <span
      className={cn(
        'inline-flex max-w-full items-stretch rounded border',
        words === null ? 'border-dashed border-input' : 'bg-primary-soft',
      )}
    >
      <Popover
        triggerClass={cn(chipClass, 'min-w-0 px-2 hover:bg-hover', words === null && 'text-muted-foreground hover:text-foreground')}
        trigger={
          <>
            {words === null ? <Plus aria-hidden className="size-3.5" /> : null}
            <span className="shrink-0">{filter.label}</span>
            {words === null ? null : <span className="max-w-48 truncate font-medium">{words}</span>}
          </>
        }
        className="w-64"
      >
        <FilterOptions filter={filter} chosen={chosen} choose={choose} />
      </Popover>
      {words === null ? null : (
        <button
          type="button"
          aria-label={t('removeFilter', { name: filter.label })}
          className={cn(chipClass, 'px-1.5 text-muted-foreground hover:bg-hover hover:text-foreground')}
          onClick={() => choose([])}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  )
}
