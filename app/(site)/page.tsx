import { cookies } from 'next/headers'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { env } from '#lib/shared/env'
import { Brand } from '#ui/brand'
import { Button } from '#ui/button'
import { CodeBlock } from '#ui/code-block'
import { LanguageSwitch } from '#ui/language-switch'
import { ThemeSwitch } from '#ui/theme-switch'
import { themeOf } from '../_preferences/preferences'
import { Receipt } from './_components/receipt'

export default async function HomePage() {
  const [t, jar] = await Promise.all([getTranslations(), cookies()])
  const snippet = [
    "import OpenAI from 'openai'",
    '',
    'const client = new OpenAI({',
    `  baseURL: '${env().publicUrl}/api/v1',`,
    "  apiKey: 'tg-…',",
    '})',
  ].join('\n')
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex w-full max-w-[1120px] items-center justify-between gap-3 px-8 py-4 max-md:px-4">
        <Brand />
        <nav aria-label={t('home.way')} className="flex items-center gap-1">
          <LanguageSwitch />
          <ThemeSwitch theme={themeOf(jar.get('theme')?.value)} />
          <Button asChild variant="ghost" size="sm" className="ml-1">
            <Link href="/sign-in">{t('auth.signIn')}</Link>
          </Button>
        </nav>
      </header>
      <main className="mx-auto grid w-full max-w-[1120px] flex-1 items-center gap-x-16 gap-y-10 px-8 py-10 max-md:px-4 max-md:py-6 lg:grid-cols-2">
        <div className="max-w-[480px]">
          <h1 className="text-2xl font-semibold text-balance">{t('home.title')}</h1>
          <p className="mt-3 text-lg text-muted-foreground">{t('home.text')}</p>
          <div className="mt-6 flex flex-wrap gap-2">
            <Button asChild>
              <Link href="/sign-up">{t('home.start')}</Link>
            </Button>
            <Button asChild variant="secondary">
              <Link href="/sign-in">{t('auth.signIn')}</Link>
            </Button>
          </div>
          <dl className="mt-10 flex flex-col gap-4">
            {(['sdk', 'exact', 'limit'] as const).map((point) => (
              <div key={point} className="border-l-2 pl-4">
                <dt className="font-medium">{t(`home.points.${point}.title`)}</dt>
                <dd className="text-muted-foreground">{t(`home.points.${point}.text`)}</dd>
              </div>
            ))}
          </dl>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <CodeBlock code={snippet} label={t('home.snippet')} copyLabel={t('ui.copyCode')} />
          <Receipt />
        </div>
      </main>
    </div>
  )
}
