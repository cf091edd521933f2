import Link from 'next/link'
import type { ReactNode } from 'react'
import { Brand } from '#ui/brand'
import { LanguageSwitch } from '#ui/language-switch'
import { SupportLine } from '#ui/support-line'
import { ThemeSwitch } from '#ui/theme-switch'
import type { Theme } from './preferences'

/** A page without a rail: the brand and the reader's preferences above it. */
export function SiteFrame({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between gap-3 px-6 py-4 max-md:px-4">
        <Link href="/" className="min-w-0 rounded-sm">
          <Brand />
        </Link>
        <div className="flex items-center gap-1">
          <LanguageSwitch />
          <ThemeSwitch theme={theme} />
        </div>
      </header>
      {children}
      <footer>
        <SupportLine className="px-4 py-5 text-center text-sm text-muted-foreground" />
      </footer>
    </div>
  )
}
