export type ChartUnit = 'usd' | 'requests' | 'tokens' | 'ms' | 'percent'

export interface ChartBucket {
  key: string
  /** Short, for the axis: `Nov 22`, `08:00`. */
  label: string
  /** In full, for hover and table; the label where left out. */
  title?: string
}

export interface ChartPoint {
  value: number
  /** The exact value as it is read, with its unit. */
  text: string
}

export interface ChartSeries {
  id: string
  name: string
  /** One for each bucket; null is a gap. */
  points: readonly (ChartPoint | null)[]
  /** The period before, drawn grey and dashed behind the others; `other` is what the six do not name. */
  tone?: 'before' | 'other'
  /** Which of the six colours; by its place among the series where left out. */
  colour?: 1 | 2 | 3 | 4 | 5 | 6
}

export interface ChartProps {
  label: string
  kind: 'bars' | 'lines'
  unit: ChartUnit
  buckets: readonly ChartBucket[]
  series: readonly ChartSeries[]
  /** Bars of one bucket on top of each other, not side by side. */
  stacked?: boolean
  height?: number
}

/** The series' colour, as a CSS value: its place among the six, or the grey of its tone. */
export function colourOf({ tone, colour }: ChartSeries, index: number): string {
  if (tone === 'before') return 'var(--chart-muted)'
  return tone === 'other' ? 'var(--chart-other)' : `var(--chart-${colour ?? (index % 6) + 1})`
}
