'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button } from '#ui/button'
import { FieldError } from '#ui/field'

interface RowListProps<Row> {
  /** Of the field that posts the rows as JSON. */
  name: string
  initial: readonly Row[]
  fresh: Row
  add: string
  error?: string | undefined
  row: (row: Row, set: (change: Partial<Row>) => void, label: (words: string) => string) => ReactNode
}

interface Kept<Row> {
  key: number
  row: Row
}

/** A list of small records that grows and shrinks, posted as one field. */
export function RowList<Row>({ name, initial, fresh, add, error, row: draw }: RowListProps<Row>) {
  const t = useTranslations('policy')
  const [kept, setKept] = useState<readonly Kept<Row>[]>(initial.map((row, key) => ({ key, row })))
  const [next, setNext] = useState(initial.length)
  const change = (key: number, part: Partial<Row>) =>
    setKept((before) => before.map((entry) => (entry.key === key ? { key, row: { ...entry.row, ...part } } : entry)))
  return (
    <div className="flex flex-col gap-2">
      <input type="hidden" name={name} value={JSON.stringify(kept.map(({ row }) => row))} />
      {kept.map(({ key, row }, index) => (
        <div key={key} className="flex items-start gap-2 rounded border px-3 py-2.5">
          <div className="flex min-w-0 flex-1 flex-wrap items-end gap-2">
            {draw(
              row,
              (part) => change(key, part),
              (words) => t('rowLabel', { words, number: index + 1 }),
            )}
          </div>
          <Button
            variant="ghost"
            size="icon"
            aria-label={t('removeRow', { number: index + 1 })}
            onClick={() => setKept((before) => before.filter((entry) => entry.key !== key))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <FieldError text={error} />
      <div>
        <Button
          variant="secondary"
          size="sm"
          onClick={() => {
            setKept((before) => [...before, { key: next, row: fresh }])
            setNext(next + 1)
          }}
        >
          <Plus aria-hidden />
          {add}
        </Button>
      </div>
    </div>
  )
}
