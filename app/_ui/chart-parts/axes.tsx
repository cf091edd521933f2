import { useFormatter } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '../cn'
import { type ChartScale, round } from './scale'
import type { ChartBucket, ChartUnit } from './series'

interface ChartAxesProps {
  scale: ChartScale
  unit: ChartUnit
  buckets: readonly ChartBucket[]
  height: number
  children: ReactNode
}

const shownLabels = 7

/** Grid and labels as HTML around the drawing: text keeps its shape whatever the width. */
export function ChartAxes({ scale, unit, buckets, height, children }: ChartAxesProps) {
  const words = useTickWords(unit, scale.ticks)
  const gutter = Math.max(...words.map(({ text }) => text.length), 2)
  const step = Math.max(1, Math.ceil(buckets.length / shownLabels))
  // Counted from the end, so that the newest bucket always has its label.
  const labelled = buckets
    .map((bucket, index) => ({ ...bucket, index, back: buckets.length - 1 - index }))
    .filter(({ back }) => back % step === 0)
  const narrowEvery = labelsApart(buckets, step, gutter)
  // In a narrow band the last label would stand out over the edge.
  const atEdge = (back: number) => back === 0 && buckets.length > shownLabels
  return (
    <div className="flex pt-2 text-xs text-muted-foreground" style={{ height: height + 36 }}>
      <div aria-hidden className="relative mr-2 shrink-0 tabular-nums" style={{ height, width: `${gutter + 0.5}ch` }}>
        {words.map(({ tick, text }) => (
          <span key={tick} className="absolute right-0 -translate-y-1/2 whitespace-nowrap" style={{ top: scale.y(tick) }}>
            {text}
          </span>
        ))}
      </div>
      <div className="relative min-w-0 flex-1" style={{ height }}>
        {scale.ticks.map((tick) => (
          <div
            aria-hidden
            key={tick}
            className={cn('absolute inset-x-0 h-px', tick === 0 ? 'bg-input' : 'bg-border')}
            style={{ top: scale.y(tick) }}
          />
        ))}
        {children}
        <div aria-hidden className="absolute inset-x-0 top-full">
          {labelled.map(({ key, label, index, back }) => (
            <span
              key={key}
              className={cn(
                'absolute top-1.5 whitespace-nowrap',
                (back / step) % narrowEvery !== 0 && 'max-md:hidden',
                atEdge(back) ? '-translate-x-full' : '-translate-x-1/2',
              )}
              style={{ left: atEdge(back) ? '100%' : `${round((scale.x(index) / scale.width) * 100)}%` }}
            >
              {label}
            </span>
          ))}
        </div>
      </div>
    </div>
  )
}

/** What a phone of 390 px leaves to a chart and its axis. */
const narrowPx = 318
const charPx = 8
const wideCharPx = 14

/** Of how many labels a phone shows one, so that the last, which ends at the edge, does not touch its neighbour. */
function labelsApart(buckets: readonly ChartBucket[], step: number, gutter: number): number {
  const widthOf = (label: string) => [...label].reduce((sum, char) => sum + (char > '\u2e7f' ? wideCharPx : charPx), 0)
  const widest = Math.max(...buckets.map(({ label }) => widthOf(label)), 0)
  const stepPx = ((narrowPx - gutter * charPx) / Math.max(1, buckets.length)) * step
  return Math.max(1, Math.ceil((widest * 1.5 + 8) / stepPx))
}

/** The ticks in words, with as many decimals as tell them apart. */
function useTickWords(unit: ChartUnit, ticks: readonly number[]): { tick: number; text: string }[] {
  const format = useFormatter()
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0)
  const decimals = (of: number) => Math.max(0, Math.min(9, -Math.floor(Math.log10(of) + 1e-9)))
  const write = (tick: number): string => {
    switch (unit) {
      case 'usd': {
        const digits = step >= 1 ? 0 : Math.max(2, decimals(step))
        const form = { minimumFractionDigits: tick === 0 ? 0 : digits, maximumFractionDigits: digits }
        return `$${format.number(tick, tick >= 10_000 ? { notation: 'compact' } : form)}`
      }
      case 'percent':
        return format.number(tick, { style: 'percent', maximumFractionDigits: decimals(step * 100) })
      case 'ms':
        return (ticks.at(-1) ?? 0) >= 2000
          ? `${format.number(tick / 1000, { maximumFractionDigits: decimals(step / 1000) })} s`
          : `${format.number(tick)} ms`
      default:
        return format.number(tick, { notation: 'compact' })
    }
  }
  return ticks.map((tick) => ({ tick, text: write(tick) }))
}
