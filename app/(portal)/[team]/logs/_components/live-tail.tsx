'use client'

import { ArrowUp, Radio } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { cn } from '../../../../_ui/cn'

interface LiveTailProps {
  state: 'off' | 'on' | 'lost'
  toggle: () => void
  newCount: number
  showNew: () => void
}

/** The switch for new lines as they come, and those that came while the reader was further down. */
export function LiveTail({ state, toggle, newCount, showNew }: LiveTailProps) {
  const t = useTranslations('logs.live')
  return (
    <div className="flex h-11 items-center justify-between gap-3 border-b px-5 max-md:px-4">
      <p role="status" className="min-w-0 truncate text-sm text-muted-foreground">
        {t(`states.${state}`)}
      </p>
      <Button variant="secondary" size="sm" aria-pressed={state === 'on'} onClick={toggle}>
        <Radio aria-hidden className={cn(state === 'on' && 'text-primary-text')} />
        {t('toggle')}
      </Button>
      {newCount > 0 ? (
        <div className="pointer-events-none fixed inset-x-0 top-12 z-20 flex justify-center">
          <Button size="sm" onClick={showNew} className="pointer-events-auto shadow-float">
            <ArrowUp aria-hidden />
            {t('new', { count: newCount })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
