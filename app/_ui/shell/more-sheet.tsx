'use client'

import { BookOpen, LogOut, UserRound, X } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, type RefObject, useTransition } from 'react'
import { signOut } from '../../_auth/auth-actions'
import type { Theme } from '../../_preferences/preferences'
import { buttonClass } from '../button'
import { cn } from '../cn'
import { LanguageSwitch } from '../language-switch'
import { ThemeSwitch } from '../theme-switch'
import { useReach } from '../use-reach'
import type { Section } from './current-section'
import { docsHref } from './docs-link'
import { ServiceStatus } from './service-status'

interface MoreSheetProps {
  sheet: RefObject<HTMLDialogElement | null>
  sections: readonly Section[]
  current: string | undefined
  email: string
  theme: Theme
}

const lineClass =
  'flex min-h-11 w-full items-center gap-3 rounded px-2 text-left font-medium hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

/** What a phone's bar has no room for, risen from the bottom: the browser's own dialog keeps the focus in, and closes at Escape and at a press beside it. */
export function MoreSheet({ sheet, sections, current, email, theme }: MoreSheetProps) {
  const t = useTranslations()
  const [, leave] = useTransition()
  const reach = useReach()
  const close = () => sheet.current?.close()
  return (
    <dialog
      ref={sheet}
      aria-label={t('ui.more')}
      closedby="any"
      className="mx-0 mt-auto mb-0 max-h-[90dvh] w-full max-w-none border-t bg-popover text-foreground shadow-float backdrop:bg-overlay open:animate-sheet-in"
    >
      <div className="flex flex-col gap-1 px-4 pt-2 pb-[calc(16px+env(safe-area-inset-bottom))]">
        <div className="flex items-center justify-between">
          <h2 className="px-2 text-lg font-semibold">{t('ui.more')}</h2>
          <button type="button" onClick={close} aria-label={t('ui.close')} className={buttonClass('ghost', 'icon')}>
            <X aria-hidden />
          </button>
        </div>
        {sections.map(({ href, label, icon }) => (
          <Line key={href} href={href} icon={icon} current={href === current} onClick={close}>
            {label}
          </Line>
        ))}
        <Line href="/account" icon={<UserRound aria-hidden />} onClick={close}>
          {t('shell.accountPage')}
        </Line>
        <Line href={docsHref} icon={<BookOpen aria-hidden />} onClick={close}>
          {t('shell.docs')}
        </Line>
        <div className="flex items-center justify-between px-2">
          {t('ui.language')}
          <LanguageSwitch />
        </div>
        <div className="flex items-center justify-between px-2">
          {t('ui.theme')}
          <ThemeSwitch theme={theme} />
        </div>
        <ServiceStatus className="px-2" />
        <button type="button" onClick={() => leave(() => reach(signOut))} className={cn(lineClass, 'border-t text-muted-foreground')}>
          <LogOut aria-hidden />
          <span className="shrink-0">{t('auth.signOut')}</span>
          <span className="min-w-0 truncate text-sm font-normal">{email}</span>
        </button>
      </div>
    </dialog>
  )
}

interface LineProps {
  href: string
  icon: ReactNode
  current?: boolean
  onClick: () => void
  children: ReactNode
}

function Line({ href, icon, current = false, onClick, children }: LineProps) {
  return (
    <Link
      href={href}
      onClick={onClick}
      aria-current={current ? 'page' : undefined}
      className={cn(lineClass, current && 'text-primary-text')}
    >
      {icon}
      {children}
    </Link>
  )
}
