'use client'

import { KeyRound, Languages, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useTransition } from 'react'
import { locales } from '../../../i18n/locales'
import { signOut } from '../../_auth/auth-actions'
import { themes } from '../../_preferences/preferences'
import { setPreference } from '../../_preferences/set-preference'
import { languageNames } from '../language-switch'
import { useReach } from '../use-reach'

export interface PaletteAct {
  id: string
  label: string
  /** Words of the other language and of other products, so that it is found by them. */
  alsoKnownAs: readonly string[]
  icon: ReactNode
  run: () => void
}

const themeIcons = { system: Monitor, light: Sun, dark: Moon }

/**
 * What can be done from anywhere.
 * @param keysOf the team whose keys the reader may create
 */
export function usePaletteActs(keysOf: string | null): PaletteAct[] {
  const t = useTranslations()
  const router = useRouter()
  const locale = useLocale()
  const [, start] = useTransition()
  const reach = useReach()
  const createKey: PaletteAct[] =
    keysOf === null
      ? []
      : [
          {
            id: 'create-key',
            label: t('palette.createKey'),
            alsoKnownAs: ['api key', 'token', '密钥'],
            icon: <KeyRound aria-hidden />,
            run: () => router.push(`/${keysOf}/keys?create=1`),
          },
        ]
  return [
    ...createKey,
    ...themes.map((theme) => {
      const Icon = themeIcons[theme]
      return {
        id: `theme-${theme}`,
        label: t('palette.theme', { name: t(`ui.themes.${theme}`) }),
        alsoKnownAs: ['theme', 'mode', '主题'],
        icon: <Icon aria-hidden />,
        run: () => {
          document.documentElement.dataset.theme = theme
          start(() => reach(() => setPreference({ name: 'theme', value: theme })))
        },
      }
    }),
    ...locales
      .filter((other) => other !== locale)
      .map((other) => ({
        id: `language-${other}`,
        label: t('palette.language', { name: languageNames[other] }),
        alsoKnownAs: ['language', '语言', 'chinese', '英文'],
        icon: <Languages aria-hidden />,
        run: () => start(() => reach(() => setPreference({ name: 'locale', value: other }))),
      })),
    {
      id: 'account',
      label: t('shell.accountPage'),
      alsoKnownAs: ['profile', 'password', '账户', '账号', '密码'],
      icon: <UserRound aria-hidden />,
      run: () => router.push('/account'),
    },
    {
      id: 'sign-out',
      label: t('auth.signOut'),
      alsoKnownAs: ['log out', '退出'],
      icon: <LogOut aria-hidden />,
      run: () => start(() => reach(signOut)),
    },
  ]
}
