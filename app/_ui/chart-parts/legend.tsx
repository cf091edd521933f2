import { type ChartSeries, colourOf } from './series'

/** Which colour is which series. */
export function Legend({ series, kind }: { series: readonly ChartSeries[]; kind: 'bars' | 'lines' }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 pb-2 text-sm">
      {series.map((one, index) => (
        <li key={one.id} className="flex min-w-0 items-center gap-1.5">
          {one.tone === 'before' ? (
            <span aria-hidden className="w-3 shrink-0 border-t-2 border-dashed" style={{ borderColor: colourOf(one, index) }} />
          ) : (
            <span
              aria-hidden
              className={kind === 'bars' ? 'size-2.5 shrink-0 rounded-[2px]' : 'h-0.5 w-3 shrink-0'}
              style={{ background: colourOf(one, index) }}
            />
          )}
          <span className="truncate text-muted-foreground">{one.name}</span>
        </li>
      ))}
    </ul>
  )
}
