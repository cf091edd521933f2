'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'

interface ReaderRow {
  name: string
  colour: string
  /** One for each bucket; null is a gap. */
  texts: readonly (string | null)[]
}

interface ChartReaderProps {
  label: string
  buckets: readonly string[]
  rows: readonly ReaderRow[]
}

const steps: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => Math.max(0, index - 1),
  ArrowRight: (index, last) => Math.min(last, index + 1),
  Home: () => 0,
  End: (_, last) => last,
}

/** Reads the drawing beneath it: the exact values of one bucket, by pointer or by arrow keys, which a screen reader announces as it does a slider's. */
export function ChartReader({ label, buckets, rows }: ChartReaderProps) {
  const t = useTranslations('chart')
  const [at, setAt] = useState<number | null>(null)
  const last = buckets.length - 1
  if (last < 0) return null

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setAt(Math.max(0, Math.min(last, Math.floor(((event.clientX - box.left) / box.width) * buckets.length))))
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && at !== null) {
      event.preventDefault()
      return setAt(null)
    }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    setAt(step(at ?? (event.key === 'ArrowRight' ? -1 : buckets.length), last))
  }
  const band = 100 / buckets.length
  const read = at ?? last
  return (
    <div
      role="slider"
      aria-label={t('read', { label })}
      aria-valuemin={1}
      aria-valuemax={buckets.length}
      aria-valuenow={read + 1}
      aria-valuetext={[buckets[read], ...rows.map((row) => `${row.name}: ${row.texts[read] ?? t('none')}`)].join(', ')}
      tabIndex={0}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setAt(null)}
      onKeyDown={press}
      onBlur={() => setAt(null)}
      className="absolute inset-0 touch-pan-y"
    >
      {at === null ? null : (
        <>
          <div aria-hidden className="absolute inset-y-0 bg-foreground/8" style={{ left: `${at * band}%`, width: `${band}%` }} />
          <div
            aria-hidden
            className="pointer-events-none absolute top-1 z-20 max-w-[min(280px,70%)] rounded border bg-popover px-2.5 py-1.5 text-sm text-foreground shadow-float"
            style={at * 2 < buckets.length ? { left: `calc(${(at + 1) * band}% + 8px)` } : { right: `calc(${100 - at * band}% + 8px)` }}
          >
            <p className="text-xs text-muted-foreground">{buckets[at]}</p>
            {rows.map((row) => (
              <p key={row.name} className="flex items-center gap-2 whitespace-nowrap">
                <span className="size-2 shrink-0 rounded-[2px]" style={{ background: row.colour }} />
                <span className="min-w-0 flex-1 truncate">{row.name}</span>
                <span className="font-medium tabular-nums">{row.texts[at] ?? '–'}</span>
              </p>
            ))}
          </div>
        </>
      )}
    </div>
  )
}
