import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { readBrand } from '#lib/portal/settings/read-brand'
import { railOf, themeOf } from '../../_preferences/preferences'
import { cn } from '../cn'
import { LanguageSwitch } from '../language-switch'
import { SupportLine } from '../support-line'
import { ThemeSwitch } from '../theme-switch'
import { AccountMenu } from './account-menu'
import { BottomBar } from './bottom-bar'
import type { Section } from './current-section'
import { DocsLink } from './docs-link'
import { PaletteButton } from './palette-button'
import { PaletteFrame } from './palette-frame'
import { RailNav } from './rail-nav'
import { RailToggle } from './rail-toggle'
import { ServiceStatus } from './service-status'
import { ShellFrame } from './shell-frame'

interface AppShellProps {
  email: string
  /** The shown id of the team whose pages these are; null in the operator's area. */
  team: string | null
  /** Whether the reader's role there creates keys. */
  mayCreateKey?: boolean
  /** What stands at the head of the rail: whose pages these are. */
  head: ReactNode
  sections: readonly Section[]
  /** Sections of the other area, set apart at the end of the rail. */
  elsewhere?: readonly Section[]
  children: ReactNode
}

/** The rail, the page beside it, and on a phone the bar below it. */
export async function AppShell({ team, mayCreateKey = false, email, head, sections, elsewhere = [], children }: AppShellProps) {
  const [jar, t] = await Promise.all([cookies(), getTranslations('shell')])
  const theme = themeOf(jar.get('theme')?.value)
  return (
    <ShellFrame rail={railOf(jar.get('rail')?.value)}>
      <PaletteFrame team={team} mayCreateKey={mayCreateKey} sections={[...sections, ...elsewhere]}>
        <a
          href="#content"
          className="sr-only rounded bg-popover px-3 py-2 shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
        >
          {t('skip')}
        </a>
        <aside
          className={cn(
            'sticky top-0 flex h-dvh w-[232px] shrink-0 flex-col border-r bg-card narrow:w-14 max-md:hidden',
            team === null && 'border-r-2 border-r-foreground',
          )}
        >
          <div className="border-b p-2">{head}</div>
          <div className="px-2 pt-2">
            <PaletteButton />
          </div>
          <RailNav label={t(team === null ? 'operatorSections' : 'teamSections')} sections={sections} className="p-2" />
          <div className="mt-auto flex flex-col gap-1 p-2">
            <ServiceStatus className="px-2.5 narrow:justify-center narrow:px-0" />
            <DocsLink />
            {elsewhere.length > 0 ? <RailNav label={t('elsewhere')} sections={elsewhere} /> : null}
            <div className="flex items-center gap-0.5 border-t pt-2 narrow:flex-col">
              <LanguageSwitch />
              <ThemeSwitch theme={theme} />
              <RailToggle />
            </div>
            <AccountMenu email={email} />
          </div>
        </aside>
        <div className="flex min-w-0 flex-1 flex-col max-md:pb-[calc(56px+env(safe-area-inset-bottom))]">
          <div
            className={cn(
              'flex items-center gap-2 border-b bg-card px-2 py-1.5 md:hidden',
              team === null && 'border-b-2 border-b-foreground',
            )}
          >
            <div className="min-w-0 flex-1">{head}</div>
            <PaletteButton iconOnly />
          </div>
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto flex w-full max-w-[1120px] flex-col gap-5 px-8 py-7 outline-none max-md:px-4 max-md:py-5"
          >
            {children}
          </main>
          {team === null ? null : (
            <footer className="mx-auto mt-auto w-full max-w-[1120px] px-8 max-md:px-4">
              <SupportLine className="pb-5 text-sm text-muted-foreground" />
            </footer>
          )}
        </div>
        <BottomBar label={t('sections')} sections={sections} elsewhere={elsewhere} email={email} theme={theme} />
      </PaletteFrame>
    </ShellFrame>
  )
}

/** The head of the operator's rail: inverted, so that nobody mistakes whose pages these are. */
export async function OperatorHead() {
  const [t, { name }] = await Promise.all([getTranslations('shell'), readBrand()])
  return (
    <div className="flex h-11 items-center gap-2.5 rounded bg-foreground px-2.5 text-background narrow:justify-center narrow:px-0">
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-sm border border-background text-xs font-semibold"
      >
        {[...name][0]?.toUpperCase()}
      </span>
      <span className="min-w-0 narrow:sr-only">
        <span className="block truncate text-sm font-semibold leading-4">{t('operatorArea')}</span>
        <span className="block truncate text-xs leading-4">{name}</span>
      </span>
    </div>
  )
}
