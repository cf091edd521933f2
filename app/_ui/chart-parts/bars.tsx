import { Lines } from './lines'
import { type ChartScale, round } from './scale'
import { type ChartSeries, colourOf } from './series'

/** The share of a band that its bars fill. */
const fill = 0.72

/** Bars on zero, side by side or stacked; the period before is a line over them. */
export function Bars({ series, stacked, scale }: { series: readonly ChartSeries[]; stacked?: boolean | undefined; scale: ChartScale }) {
  const bars = series.map((one, index) => ({ ...one, colour: colourOf(one, index) })).filter(({ tone }) => tone !== 'before')
  const before = series.filter(({ tone }) => tone === 'before')
  const barWidth = (scale.band * fill) / (stacked ? 1 : Math.max(1, bars.length))
  const sums: number[] = []
  return (
    <>
      {bars.map((one, place) => (
        <path
          key={one.id}
          fill={one.colour}
          d={one.points
            .map((point, index) => {
              if (point === null || point.value <= 0) return ''
              const base = stacked ? (sums[index] ?? 0) : 0
              sums[index] = base + point.value
              const left = round(scale.x(index) - (scale.band * fill) / 2 + (stacked ? 0 : place * barWidth))
              return `M${left} ${scale.y(base)}V${scale.y(base + point.value)}H${round(left + barWidth)}V${scale.y(base)}Z`
            })
            .join('')}
        />
      ))}
      <Lines series={before} scale={scale} />
    </>
  )
}
