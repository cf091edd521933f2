'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useOptimistic, useTransition } from 'react'
import { type Theme, themes } from '../_preferences/preferences'
import { setPreference } from '../_preferences/set-preference'
import { buttonClass } from './button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuRadioGroup, DropdownMenuRadioItem, DropdownMenuTrigger } from './dropdown-menu'
import { useReach } from './use-reach'

const icons = { system: Monitor, light: Sun, dark: Moon }

export function ThemeSwitch({ theme: remembered }: { theme: Theme }) {
  const t = useTranslations('ui')
  const [theme, setTheme] = useOptimistic(remembered)
  const [, remember] = useTransition()
  const reach = useReach()
  const Icon = icons[theme]

  const choose = (wish: string) => {
    const next = themes.find((candidate) => candidate === wish) ?? 'system'
    document.documentElement.dataset.theme = next
    remember(async () => {
      setTheme(next)
      await reach(() => setPreference({ name: 'theme', value: next }))
    })
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('theme')}>
        <Icon aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuRadioGroup value={theme} onValueChange={choose}>
          {themes.map((option) => {
            const OptionIcon = icons[option]
            return (
              <DropdownMenuRadioItem key={option} value={option}>
                <OptionIcon aria-hidden className="text-muted-foreground" />
                {t(`themes.${option}`)}
              </DropdownMenuRadioItem>
            )
          })}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
