'use client'

import { useTranslations } from 'next-intl'
import { paletteInputClass, paletteLayerClass } from './looks'

/** Takes what is typed while the palette is fetched for the first time. */
export function PaletteWaiting({ text, onText, close }: { text: string; onText: (text: string) => void; close: () => void }) {
  const t = useTranslations('palette')
  return (
    <div className={paletteLayerClass}>
      <input
        ref={(field) => field?.focus()}
        aria-label={t('title')}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close()
        }}
        className={paletteInputClass}
      />
      <p role="status" className="flex min-h-8 items-center px-4 text-xs text-muted-foreground">
        {t('loading')}
      </p>
    </div>
  )
}
