'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Input } from './input'
import { useClosePopover } from './popover'

export interface FilterOption {
  value: string
  label: string
}

export interface Filter {
  /** The query parameter; repeated where several may be chosen. */
  param: string
  label: string
  options: readonly FilterOption[]
  multiple?: boolean
  /** No other value has a meaning: one in the address is passed over, as the list does. */
  closed?: boolean
}

interface FilterOptionsProps {
  filter: Filter
  chosen: readonly string[]
  choose: (values: readonly string[]) => void
}

/** Up to here a list is read at a glance; beyond, it is searched. */
const searchFrom = 9
const optionClass =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 hover:bg-hover has-focus-visible:bg-hover max-md:min-h-11'

/** The values of one filter: one of them, which closes the list, or any number. */
export function FilterOptions({ filter, chosen, choose }: FilterOptionsProps) {
  const t = useTranslations('table')
  const close = useClosePopover()
  const [search, setSearch] = useState('')
  const [picked, setPicked] = useState(chosen)
  const wanted = search.trim().toLowerCase()
  const shown = filter.options.filter(({ label }) => label.toLowerCase().includes(wanted))

  const pick = (value: string) => {
    const others = filter.multiple ? picked.filter((other) => other !== value) : []
    const next = picked.includes(value) ? others : [...others, value]
    setPicked(next)
    choose(next)
    if (!filter.multiple) close()
  }
  return (
    <>
      {filter.options.length >= searchFrom ? (
        <Input
          data-autofocus
          type="search"
          aria-label={t('searchIn', { name: filter.label })}
          placeholder={t('searchIn', { name: filter.label })}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="mb-1 h-8 px-2 text-sm"
        />
      ) : null}
      <fieldset className="max-h-72 overflow-y-auto">
        <legend className="sr-only">{filter.label}</legend>
        {shown.map((option) => (
          <label key={option.value} className={optionClass}>
            <input
              type="checkbox"
              checked={picked.includes(option.value)}
              onChange={() => pick(option.value)}
              className="size-4 shrink-0 accent-(--primary-solid) outline-none"
            />
            <span className="min-w-0 truncate" title={option.label}>
              {option.label}
            </span>
          </label>
        ))}
        {shown.length === 0 ? <p className="px-2 py-1.5 text-muted-foreground">{t('noOption')}</p> : null}
      </fieldset>
    </>
  )
}
