import { useFormatter, useTranslations } from 'next-intl'
import type { BusinessTotals, OperatorHome } from '#lib/portal/reports/operator-home'
import { Card, CardBody, CardHead } from '#ui/card'
import { Chart } from '#ui/chart'
import { formatCharge } from '../../../../../i18n/format-money'

const nanosPerUsd = 1_000_000_000

/** Money and traffic over the period. */
export function HomeCharts({ home }: { home: OperatorHome }) {
  const t = useTranslations('operatorHome')
  const format = useFormatter()
  const zone = { timeZone: home.timeZone }
  const buckets = home.series.map((bucket) => ({
    key: bucket.key,
    label: format.dateTime(
      bucket.startsAt,
      home.bucket === 'day'
        ? { month: 'short', day: 'numeric', ...zone }
        : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone },
    ),
    title: format.dateTime(bucket.startsAt, {
      month: 'short',
      day: 'numeric',
      ...(home.bucket === 'day' ? {} : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' as const }),
      ...zone,
    }),
  }))
  const money = (id: 'revenueNanos' | 'costNanos', name: string) => ({
    id,
    name,
    points: home.series.map(({ totals }) => ({ value: Number(totals[id]) / nanosPerUsd, text: formatCharge(totals[id]).text })),
  })
  const requests = (id: string, name: string, colour: 1 | 6, count: (totals: BusinessTotals) => number) => ({
    id,
    name,
    colour,
    points: home.series.map(({ totals }) => ({ value: count(totals), text: format.number(count(totals)) })),
  })
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card id="money">
        <CardHead id="money" title={t('money')} />
        <CardBody>
          <Chart
            label={t('money')}
            kind="bars"
            unit="usd"
            height={180}
            buckets={buckets}
            series={[money('revenueNanos', t('revenue')), money('costNanos', t('cost'))]}
          />
        </CardBody>
      </Card>
      <Card id="traffic">
        <CardHead id="traffic" title={t('traffic')} />
        <CardBody>
          <Chart
            label={t('traffic')}
            kind="bars"
            unit="requests"
            stacked
            height={180}
            buckets={buckets}
            series={[
              requests('succeeded', t('succeeded'), 1, (totals) => Number(totals.requests) - Number(totals.failures)),
              requests('failed', t('failed'), 6, (totals) => Number(totals.failures)),
            ]}
          />
        </CardBody>
      </Card>
    </div>
  )
}
