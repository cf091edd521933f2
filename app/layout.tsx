import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ClientMessages } from '#ui/client-messages'
import { Toaster } from '#ui/toaster'
import { TooltipProvider } from '#ui/tooltip'
import { themeOf } from './_preferences/preferences'
import { TimeZoneReport } from './_preferences/time-zone-report'
import './globals.css'

export const dynamic = 'force-dynamic'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: { default: 'Tollgate', template: '%s · Tollgate' }, description: t('description') }
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' }

const htmlLang = { en: 'en', zh: 'zh-CN' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar] = await Promise.all([getLocale(), cookies()])
  return (
    <html lang={htmlLang[locale]} data-theme={themeOf(jar.get('theme')?.value)} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="min-h-dvh">
        <ClientMessages>
          <TooltipProvider delayDuration={300}>{children}</TooltipProvider>
          <TimeZoneReport />
        </ClientMessages>
        <Toaster />
      </body>
    </html>
  )
}
