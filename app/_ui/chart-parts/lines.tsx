import { area as areaOf, line as lineOf } from 'd3-shape'
import type { ChartScale } from './scale'
import { type ChartPoint, type ChartSeries, colourOf } from './series'

interface LinesProps {
  series: readonly ChartSeries[]
  scale: ChartScale
  /** A soft ground under the only line. */
  area?: boolean
}

/** Lines that break where there is nothing; a point alone between gaps is a dot. */
export function Lines({ series, scale, area = false }: LinesProps) {
  const line = lineOf<ChartPoint | null>()
    .defined((point) => point !== null)
    .x((_, index) => scale.x(index))
    .y((point) => scale.y(point?.value ?? 0))
    .digits(2)
  const ground = areaOf<ChartPoint | null>()
    .defined((point) => point !== null)
    .x((_, index) => scale.x(index))
    .y0(scale.height)
    .y1((point) => scale.y(point?.value ?? 0))
    .digits(2)
  return series.map((one, index) => (
    <g key={one.id} fill="none" stroke={colourOf(one, index)} strokeLinecap="round" strokeLinejoin="round">
      {area && one.tone === undefined ? (
        <path d={ground([...one.points]) ?? ''} fill={colourOf(one, index)} fillOpacity={0.1} stroke="none" />
      ) : null}
      <path
        d={line([...one.points]) ?? ''}
        vectorEffect="non-scaling-stroke"
        strokeWidth={one.tone === 'before' ? 1.5 : 2}
        strokeDasharray={one.tone === 'before' ? '4 4' : undefined}
      />
      <path d={lonePoints(one.points, scale)} vectorEffect="non-scaling-stroke" strokeWidth={5} />
    </g>
  ))
}

/** Strokes without length: the round cap draws a dot that no stretching distorts. */
function lonePoints(points: readonly (ChartPoint | null)[], scale: ChartScale): string {
  const there = (index: number) => points[index] !== null && points[index] !== undefined
  return points
    .map((point, index) => (point && !there(index - 1) && !there(index + 1) ? `M${scale.x(index)} ${scale.y(point.value)}h0` : ''))
    .join('')
}
