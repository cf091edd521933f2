import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { OperatorHome } from '#lib/portal/reports/operator-home'
import { Duration } from '#ui/duration'
import { Money, totalIsRounded } from '#ui/money'
import { growthOf, Stat, StatRow } from '#ui/stat'

/** What came in, what it cost, how it ran, and what is open now; each figure leads to where it comes from. */
export function HomeStats({ home }: { home: OperatorHome }) {
  const t = useTranslations('operatorHome')
  const format = useFormatter()
  const { totals, previous } = home
  const share = (part: number | bigint, whole: number | bigint) => (Number(whole) === 0 ? null : Number(part) / Number(whole))
  const percent = (ratio: number | null) => (ratio === null ? '–' : format.number(ratio, { style: 'percent', maximumFractionDigits: 1 }))
  const growth = (name: 'revenueNanos' | 'costNanos' | 'marginNanos' | 'requests') => growthOf(Number(totals[name]), Number(previous[name]))
  return (
    <div className="flex flex-col gap-5">
      <StatRow>
        <Stat
          label={t('revenue')}
          value={
            <To href="/admin/teams?sort=-spend">
              <Money nanos={totals.revenueNanos} as="total" />
            </To>
          }
          change={{ ratio: growth('revenueNanos'), better: 'up' }}
          sub={exactly(totals.revenueNanos)}
        />
        <Stat
          label={t('cost')}
          value={
            <To href="/admin/channels">
              <Money nanos={totals.costNanos} as="total" />
            </To>
          }
          change={{ ratio: growth('costNanos'), better: 'neutral' }}
          sub={exactly(totals.costNanos)}
        />
        <Stat
          label={t('margin')}
          value={
            <To href="/admin/models?sort=margin">
              <Money nanos={totals.marginNanos} as="total" />
            </To>
          }
          change={{ ratio: growth('marginNanos'), better: 'up' }}
          sub={
            <>
              {exactly(totals.marginNanos)}
              <span className="block">{t('marginSub', { percent: percent(share(totals.marginNanos, totals.revenueNanos)) })}</span>
            </>
          }
        />
        <Stat
          label={t('requests')}
          value={<To href="/admin/teams?sort=-spend">{format.number(totals.requests)}</To>}
          change={{ ratio: growth('requests'), better: 'neutral' }}
        />
      </StatRow>
      <StatRow>
        <Stat
          label={t('errors')}
          value={<To href="/admin/channels?sort=-failed">{percent(share(totals.failures, totals.requests))}</To>}
          sub={
            Number(previous.requests) === 0
              ? t('errorsAlone', { count: Number(totals.failures) })
              : t('errorsSub', { count: Number(totals.failures), before: percent(share(previous.failures, previous.requests)) })
          }
        />
        <Stat
          label={t('p95')}
          value={
            <To href="/admin/channels?sort=-p95">
              <Duration ms={totals.p95LatencyMs} estimated />
            </To>
          }
          change={{ ratio: growthOfMs(totals.p95LatencyMs, previous.p95LatencyMs), better: 'down' }}
        />
        <Stat
          label={t('holds')}
          value={
            <To href="/admin/teams?sort=-balance">
              <Money nanos={home.holds.nanos} as="total" />
            </To>
          }
          sub={
            <>
              {exactly(home.holds.nanos)}
              <span className="block">{t('holdsSub', { count: home.holds.count })}</span>
            </>
          }
        />
        <Stat
          label={t('orphans')}
          value={<To href="/admin/system#jobs">{format.number(home.orphans.count)}</To>}
          sub={<Money nanos={home.orphans.nanos} as="balance" />}
        />
      </StatRow>
    </div>
  )
}

/** The whole amount under one shown to the cent; nothing where that is the whole. */
function exactly(nanos: bigint): ReactNode {
  return totalIsRounded(nanos) ? <Money nanos={nanos} as="charge" /> : null
}

function growthOfMs(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : growthOf(now, before)
}

function To({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="underline-offset-4 hover:underline">
      {children}
    </Link>
  )
}
