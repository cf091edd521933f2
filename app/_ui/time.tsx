import { useFormatter } from 'next-intl'

export const timeForms = {
  /** A moment in a list, to the second. */
  moment: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  /** A moment that is told in advance. */
  minute: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  /** A moment that may lie in another year. */
  dated: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { year: 'numeric', month: 'short', day: 'numeric' },
} as const

/** A moment in the reader's zone; the exact instant in UTC is in its title. */
export function Time({ at, as = 'moment', className }: { at: Date; as?: keyof typeof timeForms; className?: string }) {
  const format = useFormatter()
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()} className={className}>
      {format.dateTime(at, timeForms[as])}
    </time>
  )
}
