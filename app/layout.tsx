import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { readBrand } from '#lib/portal/settings/read-brand'
import { accentStyle } from '#ui/accent'
import { ClientMessages } from '#ui/client-messages'
import { RevealAtOnce } from '#ui/reveal-at-once'
import { Toaster } from '#ui/toaster'
import { GeistMono, GeistSans } from './fonts'
import { themeOf } from './_preferences/preferences'
import { TimeZoneReport } from './_preferences/time-zone-report'
import './globals.css'

export const dynamic = 'force-dynamic'

export async function generateMetadata(): Promise<Metadata> {
  const [t, { name }] = await Promise.all([getTranslations('home'), readBrand()])
  return { title: { default: name, template: `%s · ${name.replaceAll('%s', '% s')}` }, description: t('description') }
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' }

const htmlLang = { en: 'en', zh: 'zh-CN' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar, { accentHue }] = await Promise.all([getLocale(), cookies(), readBrand()])
  return (
    <html
      lang={htmlLang[locale]}
      data-theme={themeOf(jar.get('theme')?.value)}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      style={accentStyle(accentHue)}
    >
      <body className="min-h-dvh">
        <RevealAtOnce />
        <ClientMessages>
          {children}
          <TimeZoneReport />
        </ClientMessages>
        <Toaster />
      </body>
    </html>
  )
}
