'use client'

import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSyncExternalStore } from 'react'
import { buttonClass } from '../button'
import { usePalette } from './palette-frame'

const never = () => () => undefined
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform)

/** Opens the palette, and says by which keys it opens as well. */
export function PaletteButton({ iconOnly = false }: { iconOnly?: boolean }) {
  const t = useTranslations('palette')
  const { show } = usePalette()
  const apple = useSyncExternalStore(never, isApple, () => false)
  if (iconOnly) {
    return (
      <button type="button" onClick={show} aria-label={t('open')} className={buttonClass('ghost', 'icon')}>
        <Search aria-hidden />
      </button>
    )
  }
  return (
    <button
      type="button"
      onClick={show}
      aria-keyshortcuts={apple ? 'Meta+K' : 'Control+K'}
      title={t('open')}
      className={
        'flex h-8 w-full items-center gap-2.5 rounded border border-input px-2.5 text-sm text-muted-foreground transition-colors ' +
        'hover:bg-hover hover:text-foreground narrow:justify-center narrow:px-0'
      }
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="flex-1 truncate text-left narrow:sr-only">{t('open')}</span>
      <kbd aria-hidden className="font-sans text-xs narrow:hidden">
        {apple ? '⌘K' : 'Ctrl K'}
      </kbd>
    </button>
  )
}
