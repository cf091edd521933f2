import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Brand } from '#ui/brand'
import { LanguageSwitch } from '#ui/language-switch'
import { ThemeSwitch } from '#ui/theme-switch'
import { themeOf } from '../_preferences/preferences'

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between px-6 py-4 max-md:px-4">
        <Link href="/" className="rounded-sm">
          <Brand />
        </Link>
        <div className="flex items-center gap-1">
          <LanguageSwitch />
          <ThemeSwitch theme={themeOf(jar.get('theme')?.value)} />
        </div>
      </header>
      <main className="flex flex-1 flex-col items-center px-4 pt-[10vh] pb-16 max-md:pt-8">
        <div className="w-full max-w-[360px]">{children}</div>
      </main>
    </div>
  )
}
