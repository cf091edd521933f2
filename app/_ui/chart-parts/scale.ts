import { scaleLinear } from 'd3-scale'
import type { ChartProps, ChartSeries } from './series'

/** Units of the view box; the drawing is stretched to the width there is. */
const width = 1000
const tickCount = 4

export interface ChartScale {
  width: number
  height: number
  /** Width of one bucket's band. */
  band: number
  ticks: readonly number[]
  y: (value: number) => number
  /** Middle of a bucket's band. */
  x: (index: number) => number
}

/** From zero to the highest bar, stack or point, rounded up to a whole tick. */
export function planScale({ buckets, series, stacked, unit }: ChartProps, height: number): ChartScale {
  const highest = stacked ? highestStack(series) : highestPoint(series)
  const top = highest > 0 ? highest : unit === 'percent' ? 0.01 : 1
  const linear = scaleLinear([0, top], [height, 0]).nice(tickCount)
  const whole = unit === 'requests' || unit === 'tokens'
  const band = width / Math.max(1, buckets.length)
  return {
    width,
    height,
    band,
    ticks: linear.ticks(tickCount).filter((tick) => !whole || Number.isInteger(tick)),
    y: (value) => round(linear(value)),
    x: (index) => round((index + 0.5) * band),
  }
}

function highestPoint(series: readonly ChartSeries[]): number {
  return series.reduce((highest, { points }) => points.reduce((top, point) => Math.max(top, point?.value ?? 0), highest), 0)
}

function highestStack(series: readonly ChartSeries[]): number {
  const sums: number[] = []
  for (const { points, tone } of series) {
    if (tone !== 'before') points.forEach((point, index) => (sums[index] = (sums[index] ?? 0) + (point?.value ?? 0)))
  }
  return Math.max(highestPoint(series), ...sums, 0)
}

/** A hundredth of a unit is finer than any screen. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}
