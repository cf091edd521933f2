import { useFormatter, useTranslations } from 'next-intl'
import type { PeriodTotals } from '#lib/portal/overview/team-overview'
import { Duration } from '#ui/duration'
import { Money, totalIsRounded } from '#ui/money'
import { growthOf, Stat, StatRow } from '#ui/stat'

/** A period in five figures, each beside the period before. */
export function PeriodStats({ totals, previous }: { totals: PeriodTotals; previous: PeriodTotals }) {
  const t = useTranslations('overview')
  const format = useFormatter()
  const rate = (of: PeriodTotals) => (of.requests === 0 ? null : of.failures / of.requests)
  const errorRate = rate(totals)
  return (
    <StatRow>
      <Stat
        label={t('spend')}
        value={<Money nanos={totals.spentNanos} as="total" />}
        sub={totalIsRounded(totals.spentNanos) ? <Money nanos={totals.spentNanos} as="charge" /> : null}
        change={{ ratio: growthOf(Number(totals.spentNanos), Number(previous.spentNanos)), better: 'neutral' }}
      />
      <Stat
        label={t('requests')}
        value={format.number(totals.requests)}
        change={{ ratio: growthOf(totals.requests, previous.requests), better: 'neutral' }}
      />
      <Stat
        label={t('errors')}
        value={errorRate === null ? '–' : format.number(errorRate, { style: 'percent', maximumFractionDigits: errorRate < 0.1 ? 2 : 1 })}
        sub={t('failedRequests', { count: totals.failures })}
        change={{ ratio: growthOf(errorRate ?? 0, rate(previous) ?? 0), better: 'down' }}
      />
      <Stat
        label={t('latency')}
        value={<Duration ms={totals.p95LatencyMs} estimated />}
        change={{ ratio: growthOfMs(totals.p95LatencyMs, previous.p95LatencyMs), better: 'down' }}
      />
      <Stat
        label={t('ttft')}
        value={<Duration ms={totals.p95TtftMs} estimated />}
        change={{ ratio: growthOfMs(totals.p95TtftMs, previous.p95TtftMs), better: 'down' }}
      />
    </StatRow>
  )
}

function growthOfMs(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : growthOf(now, before)
}
