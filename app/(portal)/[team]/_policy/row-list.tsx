'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '#ui/button'
import { FieldError } from '#ui/field'
import { useFollowed } from './use-followed'

interface RowListProps<Row> {
  /** Of the field that posts the rows as JSON. */
  name: string
  initial: readonly Row[]
  fresh: Row
  add: string
  error?: string | undefined
  row: (row: Row, set: (change: Partial<Row>) => void, label: (words: string) => string) => ReactNode
}

/** A list of small records that grows and shrinks, posted as one field. */
export function RowList<Row>({ name, initial, fresh, add, error, row: draw }: RowListProps<Row>) {
  const t = useTranslations('policy')
  const [rows, change] = useFollowed(initial)
  const set = (at: number, part: Partial<Row>) => change((before) => before.map((row, index) => (index === at ? { ...row, ...part } : row)))
  return (
    <div className="flex flex-col gap-2">
      <input type="hidden" name={name} value={JSON.stringify(rows)} />
      {rows.map((row, index) => (
        <div key={index} className="flex items-start gap-2 rounded border px-3 py-2.5">
          <div className="flex min-w-0 flex-1 flex-wrap items-end gap-2">
            {draw(
              row,
              (part) => set(index, part),
              (words) => t('rowLabel', { words, number: index + 1 }),
            )}
          </div>
          <Button
            variant="ghost"
            size="icon"
            aria-label={t('removeRow', { number: index + 1 })}
            onClick={() => change((before) => before.filter((_row, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <FieldError text={error} />
      <div>
        <Button variant="secondary" size="sm" onClick={() => change((before) => [...before, fresh])}>
          <Plus aria-hidden />
          {add}
        </Button>
      </div>
    </div>
  )
}
