'use client'

import { Languages } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { isLocale, locales } from '../../i18n/locales'
import { setPreference } from '../_preferences/set-preference'
import { buttonClass } from './button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuRadioGroup, DropdownMenuRadioItem, DropdownMenuTrigger } from './dropdown-menu'
import { useReach } from './use-reach'

/** Each language under its own name, whatever the page speaks now. */
export const languageNames = { en: 'English', zh: '简体中文' }

export function LanguageSwitch() {
  const t = useTranslations('ui')
  const locale = useLocale()
  const [, remember] = useTransition()
  const reach = useReach()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('language')}>
        <Languages aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuRadioGroup
          value={locale}
          onValueChange={(value) => {
            if (isLocale(value)) remember(() => reach(() => setPreference({ name: 'locale', value })))
          }}
        >
          {locales.map((option) => (
            <DropdownMenuRadioItem key={option} value={option} lang={option}>
              {languageNames[option]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
