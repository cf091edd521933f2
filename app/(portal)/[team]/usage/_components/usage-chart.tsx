import { useFormatter, useTranslations } from 'next-intl'
import type { UsageBand, UsageReport } from '#lib/portal/usage/usage-report'
import type { UsageTotals } from '#lib/portal/usage/usage-totals'
import { Chart, type ChartPoint, type ChartSeries, type ChartUnit } from '#ui/chart'
import { durationText } from '#ui/duration'
import { chargeText } from '#ui/money'
import { bucketWords } from '../../../../_period/bucket-words'
import type { Metric } from '../read-usage-query'
import { allTokens, usedTokenSums } from './usage-measures'

type Measure = (totals: UsageTotals) => ChartPoint | null

const nanosPerUsd = 1e9
const units = { spend: 'usd', requests: 'requests', tokens: 'tokens', latency: 'ms' } as const satisfies Record<Metric, ChartUnit>

interface UsageChartProps {
  report: UsageReport
  metric: Metric
  compare: boolean
}

/** One measure over the period: taken apart by what the page is grouped by, else by what the measure is made of. */
export function UsageChart({ report, metric, compare }: UsageChartProps) {
  const t = useTranslations('usage')
  const format = useFormatter()
  const count = (value: number): ChartPoint => ({ value, text: format.number(value) })
  const time = (ms: number | null): ChartPoint | null => (ms === null ? null : { value: ms, text: durationText(format, ms) })
  const measures: Record<Metric, Measure> = {
    spend: (of) => ({ value: Number(of.spentNanos) / nanosPerUsd, text: chargeText(of.spentNanos) }),
    requests: (of) => count(of.requests),
    tokens: (of) => count(allTokens(of)),
    latency: (of) => time(of.averageLatencyMs),
  }
  const over = (measure: Measure) => report.series.map(({ totals }) => measure(totals))
  const parts: Record<Metric, () => ChartSeries[]> = {
    spend: () => [{ id: 'spend', name: t('metrics.spend'), points: over(measures.spend) }],
    requests: () => [
      { id: 'succeeded', name: t('succeeded'), points: over((of) => count(of.requests - of.failures)) },
      { id: 'failed', name: t('failed'), colour: 6, points: over((of) => count(of.failures)) },
    ],
    tokens: () =>
      usedTokenSums(report.totals)
        .filter((name) => name !== 'audioTokens' && name !== 'imageTokens')
        .map((name): ChartSeries => ({ id: name, name: t(`columns.${name}`), points: over((of) => count(of[name])) }))
        .concat(mediaSeries()),
    latency: () => [
      { id: 'latency', name: t('columns.latency'), points: over(measures.latency) },
      { id: 'ttft', name: t('columns.ttft'), points: over((of) => time(of.averageTtftMs)) },
    ],
  }
  const mediaSeries = (): ChartSeries[] =>
    report.totals.audioTokens + report.totals.imageTokens === 0
      ? []
      : [{ id: 'media', name: t('media'), colour: 6, points: over((of) => count(of.audioTokens + of.imageTokens)) }]
  const nameOf = (band: UsageBand) => band.key?.label ?? band.group ?? t('others')
  const bands = report.bands.map(
    (band): ChartSeries => ({
      id: band.group ?? 'others',
      name: nameOf(band),
      points: band.points.map(measures[metric]),
      ...(band.group === null ? { tone: 'other' as const } : {}),
    }),
  )
  const before: ChartSeries[] = compare
    ? [
        {
          id: 'before',
          name: t('before'),
          tone: 'before',
          points: report.series.map(({ previous }) => (previous ? measures[metric](previous) : null)),
        },
      ]
    : []
  return (
    <Chart
      label={t(`metrics.${metric}`)}
      kind={metric === 'latency' ? 'lines' : 'bars'}
      unit={units[metric]}
      stacked
      height={260}
      buckets={bucketWords(format, report.series, { size: report.bucket, timeZone: report.timeZone })}
      series={[...(bands.length > 0 ? bands : parts[metric]()), ...before]}
    />
  )
}
