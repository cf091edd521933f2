'use client'

import { useFormatter, useNow } from 'next-intl'

const everyMs = 30_000

/** How long ago, kept up to date; the exact instant in UTC is in its title. `now` is the server's clock, so that both sides say the same. */
export function RelativeTime({ at, now: rendered, className }: { at: Date; now: Date; className?: string }) {
  const format = useFormatter()
  const ticking = useNow({ updateInterval: everyMs })
  const now = ticking > rendered ? ticking : rendered
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()} className={className} suppressHydrationWarning>
      {format.relativeTime(at, now)}
    </time>
  )
}
