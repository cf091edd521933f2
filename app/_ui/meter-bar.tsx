/** A share as a bar beside its figure, for tables; the figure says it in words, so the bar is silent. */
export function MeterBar({ share, className }: { share: number; className?: string }) {
  const percent = Math.max(0, Math.min(1, share)) * 100
  return (
    <span aria-hidden className={`block h-1.5 min-w-8 overflow-hidden rounded-sm bg-muted ${className ?? ''}`}>
      <span className="block h-full bg-chart-1" style={{ width: percent > 0 ? `max(2px, ${percent.toFixed(2)}%)` : 0 }} />
    </span>
  )
}
