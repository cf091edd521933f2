'use client'

import { Columns3 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { buttonClass } from './button'
import { Popover } from './popover'
import { useQuery } from './use-query'

interface Column {
  id: string
  label: string
}

/** Which columns a table shows; the hidden ones stand in the address as `hide=a,b`. */
export function ColumnChooser({ columns }: { columns: readonly Column[] }) {
  const t = useTranslations('table')
  return (
    <Popover
      align="end"
      triggerClass={buttonClass('secondary', 'sm')}
      trigger={
        <>
          <Columns3 aria-hidden />
          {t('columns')}
        </>
      }
    >
      <Columns columns={columns} />
    </Popover>
  )
}

function Columns({ columns }: { columns: readonly Column[] }) {
  const t = useTranslations('table')
  const { query, write } = useQuery()
  const [hidden, setHidden] = useState<readonly string[]>(() => query.get('hide')?.split(',') ?? [])
  const toggle = (id: string) => {
    const next = hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id]
    setHidden(next)
    write({ hide: next.join(',') || null })
  }
  return (
    <fieldset className="max-h-80 overflow-y-auto">
      <legend className="sr-only">{t('columns')}</legend>
      {columns.map((column) => (
        <label
          key={column.id}
          className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 hover:bg-hover has-focus-visible:bg-hover max-md:min-h-11"
        >
          <input
            type="checkbox"
            checked={!hidden.includes(column.id)}
            onChange={() => toggle(column.id)}
            className="size-4 accent-(--primary-solid) outline-none"
          />
          {column.label}
        </label>
      ))}
    </fieldset>
  )
}
