import { useFormatter, useTranslations } from 'next-intl'
import type { TeamOverview } from '#lib/portal/overview/team-overview'
import { Card, CardBody, CardHead } from '#ui/card'
import { Chart } from '#ui/chart'
import { chargeText } from '#ui/money'
import { bucketWords } from '../../../_period/bucket-words'

const nanosPerUsd = 1e9

/** Spending and requests over the period; spending beside the period before. */
export function PeriodCharts({
  overview: { series, bucket, timeZone },
}: {
  overview: Pick<TeamOverview, 'series' | 'bucket' | 'timeZone'>
}) {
  const t = useTranslations('overview')
  const format = useFormatter()
  const buckets = bucketWords(format, series, { size: bucket, timeZone })
  const money = (nanos: bigint) => ({ value: Number(nanos) / nanosPerUsd, text: chargeText(nanos) })
  const count = (requests: number) => ({ value: requests, text: format.number(requests) })
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <Card>
        <CardHead title={t('spend')} />
        <CardBody>
          <Chart
            label={t('spend')}
            kind="bars"
            unit="usd"
            buckets={buckets}
            series={[
              { id: 'spend', name: t('thisPeriod'), points: series.map(({ totals }) => money(totals.spentNanos)) },
              {
                id: 'before',
                name: t('periodBefore'),
                tone: 'before',
                points: series.map(({ previous }) => (previous ? money(previous.spentNanos) : null)),
              },
            ]}
          />
        </CardBody>
      </Card>
      <Card>
        <CardHead title={t('requests')} />
        <CardBody>
          <Chart
            label={t('requests')}
            kind="bars"
            unit="requests"
            stacked
            buckets={buckets}
            series={[
              { id: 'succeeded', name: t('succeeded'), points: series.map(({ totals }) => count(totals.requests - totals.failures)) },
              { id: 'failed', name: t('failed'), colour: 6, points: series.map(({ totals }) => count(totals.failures)) },
            ]}
          />
        </CardBody>
      </Card>
    </div>
  )
}
