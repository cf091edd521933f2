import { useFormatter, useTranslations } from 'next-intl'
import type { UsageReport } from '#lib/portal/usage/usage-report'
import { Card, CardBody, CardHead } from '#ui/card'
import { Chart } from '#ui/chart'
import { formatCharge } from '../../../../../i18n/format-money'

const nanosPerUsd = 1_000_000_000

/** What a team spent, day by day, by its own clock. */
export function TeamUsage({ report }: { report: UsageReport }) {
  const t = useTranslations('teams')
  const format = useFormatter()
  const zone = { timeZone: report.timeZone }
  return (
    <Card id="usage">
      <CardHead id="usage" title={t('usage')} text={t('usageText', { zone: report.timeZone })} />
      <CardBody>
        <Chart
          label={t('usage')}
          kind="bars"
          unit="usd"
          height={160}
          buckets={report.series.map((bucket) => ({
            key: bucket.key,
            label: format.dateTime(bucket.startsAt, { month: 'short', day: 'numeric', ...zone }),
          }))}
          series={[
            {
              id: 'spend',
              name: t('spend'),
              points: report.series.map(({ totals }) => ({
                value: Number(totals.spentNanos) / nanosPerUsd,
                text: formatCharge(totals.spentNanos).text,
              })),
            },
          ]}
        />
      </CardBody>
    </Card>
  )
}
