import { useTranslations } from 'next-intl'
import { ChartAxes } from './chart-parts/axes'
import { Bars } from './chart-parts/bars'
import { ChartReader } from './chart-parts/chart-reader'
import { ChartTable } from './chart-parts/chart-table'
import { Legend } from './chart-parts/legend'
import { Lines } from './chart-parts/lines'
import { colourOf, type ChartProps } from './chart-parts/series'
import { planScale } from './chart-parts/scale'

export type { ChartBucket, ChartPoint, ChartSeries, ChartUnit } from './chart-parts/series'

/**
 * Series over time, drawn on the server. Bars stand on zero, a gap stays a gap, exact values show on hover and by arrow keys, and the
 * table beneath has them all. `usd` values are dollars, `percent` values ratios (0.05 is 5 %). At most six series, then "other".
 */
export function Chart(props: ChartProps) {
  const t = useTranslations('chart')
  const { label, kind, buckets, series, height = 200 } = props
  const scale = planScale(props, height)
  const empty = series.every(({ points }) => points.every((point) => point === null || point.value === 0))
  const rows = series.map((one, index) => ({
    name: one.name,
    colour: colourOf(one, index),
    texts: one.points.map((point) => point?.text ?? null),
  }))
  return (
    <figure aria-label={label} className="flex min-w-0 flex-col">
      {series.length > 1 ? <Legend series={series} kind={kind} /> : null}
      <ChartAxes scale={scale} unit={props.unit} buckets={buckets} height={height}>
        <svg
          aria-hidden
          viewBox={`0 0 ${scale.width} ${height}`}
          preserveAspectRatio="none"
          className="relative block h-full w-full overflow-visible"
        >
          {kind === 'bars' ? <Bars {...props} scale={scale} /> : <Lines series={series} scale={scale} area={series.length === 1} />}
        </svg>
        {empty ? <p className="absolute inset-0 flex items-center justify-center text-sm text-muted-foreground">{t('empty')}</p> : null}
        <ChartReader label={label} buckets={buckets.map((bucket) => bucket.title ?? bucket.label)} rows={rows} />
      </ChartAxes>
      <ChartTable label={label} unit={props.unit} buckets={buckets} series={series} />
    </figure>
  )
}
