'use client'

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { buttonClass } from '../button'
import { Tooltip } from '../tooltip'
import { useRail } from './shell-frame'

/** Absent where the rail has no room to be wide. */
export function RailToggle() {
  const t = useTranslations('shell')
  const { rail, toggle } = useRail()
  const words = t(rail === 'wide' ? 'collapse' : 'expand')
  return (
    <Tooltip text={words} side="right">
      <button
        type="button"
        onClick={toggle}
        aria-label={words}
        className={buttonClass('ghost', 'icon', 'max-lg:hidden ml-auto narrow:ml-0')}
      >
        {rail === 'wide' ? <PanelLeftClose aria-hidden /> : <PanelLeftOpen aria-hidden />}
      </button>
    </Tooltip>
  )
}
