'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { PeriodDates } from '#ui/period-dates'
import { Popover } from '#ui/popover'
import { useQuery } from '#ui/use-query'
import { cn } from '../../../../_ui/cn'

const partClass = 'inline-flex h-[26px] items-center gap-1 text-sm transition-colors hover:bg-hover max-md:h-[34px]'

/** First and last day of a stretch of one's own, as a chip beside the others. */
export function DatesChip({ timeZone }: { timeZone: string }) {
  const t = useTranslations('logs.filters')
  const { query, write } = useQuery()
  const isSet = query.get('period') === 'custom'
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  return (
    <span className={cn('inline-flex max-w-full items-stretch rounded border', isSet ? 'bg-primary-soft' : 'border-dashed border-input')}>
      <Popover
        triggerClass={cn(partClass, 'rounded px-2', !isSet && 'text-muted-foreground hover:text-foreground')}
        trigger={
          <>
            {isSet ? null : <Plus aria-hidden className="size-3.5" />}
            <span>{t('dates')}</span>
            {isSet ? <span className="font-medium tabular-nums">{t('custom', { from, to })}</span> : null}
          </>
        }
      >
        <PeriodDates from={from} to={to} timeZone={timeZone} />
      </Popover>
      {isSet ? (
        <button
          type="button"
          aria-label={t('removeDates')}
          className={cn(partClass, 'rounded px-1.5 text-muted-foreground hover:text-foreground')}
          onClick={() => write({ period: null, from: null, to: null })}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </span>
  )
}
