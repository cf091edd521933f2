'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useOptimistic, useTransition } from 'react'
import { Card, CardBody, CardHead } from '#ui/card'
import { languageNames } from '#ui/language-switch'
import { useReach } from '#ui/use-reach'
import { type Locale, locales } from '../../../../i18n/locales'
import { type Theme, themes } from '../../../_preferences/preferences'
import { setPreference } from '../../../_preferences/set-preference'
import { chooseLanguage } from '../_actions/account-actions'

export function PreferencesCard({ theme: remembered }: { theme: Theme }) {
  const t = useTranslations()
  const [locale, showLocale] = useOptimistic(useLocale())
  const [theme, showTheme] = useOptimistic(remembered)
  const [, remember] = useTransition()
  const reach = useReach()
  const choose = (value: Locale) =>
    remember(async () => {
      showLocale(value)
      await reach(() => chooseLanguage(value))
    })
  const chooseTheme = (value: Theme) => {
    document.documentElement.dataset.theme = value
    remember(async () => {
      showTheme(value)
      await reach(() => setPreference({ name: 'theme', value }))
    })
  }
  return (
    <Card id="preferences">
      <CardHead id="preferences" title={t('account.preferences')} />
      <CardBody className="flex flex-col gap-5">
        <Choices title={t('account.language.title')} text={t('account.language.text')}>
          {locales.map((value) => (
            <Choice key={value} name="language" checked={value === locale} choose={() => choose(value)}>
              <span lang={value}>{languageNames[value]}</span>
            </Choice>
          ))}
        </Choices>
        <Choices title={t('account.theme.title')} text={t('account.theme.text')}>
          {themes.map((value) => (
            <Choice key={value} name="theme" checked={value === theme} choose={() => chooseTheme(value)}>
              {t(`ui.themes.${value}`)}
            </Choice>
          ))}
        </Choices>
      </CardBody>
    </Card>
  )
}

function Choices({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{title}</legend>
      <p className="text-sm text-muted-foreground">{text}</p>
      <div className="mt-2 flex flex-wrap gap-2">{children}</div>
    </fieldset>
  )
}

interface ChoiceProps {
  name: string
  checked: boolean
  choose: () => void
  children: ReactNode
}

function Choice({ name, checked, choose, children }: ChoiceProps) {
  return (
    <label className="flex h-9 cursor-pointer items-center gap-2 rounded border border-input px-3 hover:bg-hover has-checked:border-primary has-checked:bg-primary-soft max-md:h-11">
      <input type="radio" name={name} checked={checked} onChange={choose} className="accent-primary" />
      {children}
    </label>
  )
}
