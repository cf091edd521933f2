import { ArrowDownRight, ArrowUpRight, Minus } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface Change {
  /** Growth since the period before: 0.12 is 12 % more; null where there was nothing to compare with. */
  ratio: number | null
  /** Which way is good news. */
  better: 'up' | 'down' | 'neutral'
}

interface StatProps {
  label: ReactNode
  value: ReactNode
  sub?: ReactNode
  change?: Change
}

/** Growth between two figures, as `change` takes it. */
export function growthOf(now: number, before: number): number | null {
  return before === 0 ? null : now / before - 1
}

/** Figures side by side, divided by hairlines. */
export function StatRow({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl
      className={cn(
        'grid gap-px overflow-hidden rounded border bg-border [grid-template-columns:repeat(auto-fit,minmax(168px,1fr))] max-md:grid-cols-2',
        className,
      )}
    >
      {children}
    </dl>
  )
}

/** One figure with its unit, and how it stands to the period before. */
export function Stat({ label, value, sub, change }: StatProps) {
  return (
    <div className="flex min-w-0 flex-col bg-card px-5 py-4 max-md:px-4 max-md:py-3 max-md:last:odd:col-span-2">
      <dt className="truncate text-sm text-muted-foreground">{label}</dt>
      <dd className="mt-1 min-w-0 text-xl font-semibold tabular-nums">{value}</dd>
      {change ? <ChangeLine change={change} /> : null}
      {sub ? <dd className="mt-0.5 text-sm text-muted-foreground">{sub}</dd> : null}
    </div>
  )
}

function ChangeLine({ change: { ratio, better } }: { change: Change }) {
  const t = useTranslations('ui')
  const format = useFormatter()
  if (ratio === null) return <dd className="mt-0.5 text-sm text-muted-foreground">{t('nothingBefore')}</dd>
  const percent = format.number(Math.abs(ratio), { style: 'percent', maximumFractionDigits: Math.abs(ratio) < 0.1 ? 1 : 0 })
  const level = Math.abs(ratio) < 0.0005
  const good = better !== 'neutral' && ratio > 0 === (better === 'up')
  const Arrow = level ? Minus : ratio > 0 ? ArrowUpRight : ArrowDownRight
  const tone = level || better === 'neutral' ? 'text-muted-foreground' : good ? 'text-success' : 'text-destructive'
  const words = level ? t('noChange') : t(ratio > 0 ? 'moreThanBefore' : 'lessThanBefore', { percent })
  return (
    <dd className="mt-0.5 flex items-center gap-1 text-sm text-muted-foreground">
      <Arrow aria-hidden className={cn('size-3.5 shrink-0', tone)} />
      <span className="truncate">{words}</span>
    </dd>
  )
}
