'use client'

import { CalendarDays } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { type PeriodName, periodOf, periods } from '../_period/period'
import { cn } from './cn'
import { PeriodDates } from './period-dates'
import { Popover } from './popover'
import { useQuery } from './use-query'

interface PeriodPickerProps {
  /** What the page shows when the address says nothing. */
  fallback?: PeriodName
  /** Whose days these are, said beneath the dates. */
  timeZone?: string
}

const segmentClass =
  'flex h-[26px] items-center gap-1.5 px-2.5 text-sm font-medium whitespace-nowrap transition-colors -outline-offset-2 max-md:h-[34px] max-md:px-2'

/** The stretch of time a page shows, kept in its address as `period`, `from` and `to`. */
export function PeriodPicker({ fallback = '7d', timeZone }: PeriodPickerProps) {
  const t = useTranslations('ui')
  const { query, hrefWith, pending } = useQuery()
  const current = periodOf(query.get('period')) ?? fallback
  const from = query.get('from') ?? ''
  const to = query.get('to') ?? ''
  const looks = (chosen: boolean) =>
    cn(segmentClass, chosen ? 'bg-primary-soft text-primary-text' : 'text-muted-foreground hover:bg-hover hover:text-foreground')
  return (
    <div
      role="group"
      aria-label={t('period')}
      aria-busy={pending}
      className="inline-flex max-w-full divide-x overflow-x-auto rounded border border-input bg-card"
    >
      {periods.map((name) =>
        name === 'custom' ? (
          <Popover
            key={name}
            align="end"
            triggerClass={looks(current === 'custom')}
            trigger={
              <>
                <CalendarDays aria-hidden className="size-3.5 shrink-0" />
                <span className={cn('tabular-nums', current === 'custom' ? '' : 'max-md:sr-only')}>
                  {current === 'custom' && from && to ? <Dates from={from} to={to} /> : t('periods.custom')}
                </span>
              </>
            }
          >
            <PeriodDates from={from} to={to} timeZone={timeZone} />
          </Popover>
        ) : (
          <Link
            key={name}
            href={hrefWith({ period: name, from: null, to: null })}
            replace
            scroll={false}
            prefetch={false}
            aria-current={current === name ? 'true' : undefined}
            className={looks(current === name)}
          >
            {t(`periods.${name}`)}
          </Link>
        ),
      )}
    </div>
  )
}

/** `Jan 1 – 5`; with the year where it is not the running one. */
function Dates({ from, to }: { from: string; to: string }) {
  const format = useFormatter()
  const thisYear = `${useNow().getUTCFullYear()}-`
  const year = from.startsWith(thisYear) && to.startsWith(thisYear) ? {} : ({ year: 'numeric' } as const)
  const [first, last] = [new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)]
  if (Number.isNaN(first.getTime()) || Number.isNaN(last.getTime()) || first > last) return `${from} – ${to}`
  return format.dateTimeRange(first, last, { month: 'short', day: 'numeric', ...year, timeZone: 'UTC' })
}
