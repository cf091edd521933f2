import { cookies } from 'next/headers'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readBrand } from '#lib/portal/settings/read-brand'
import { env } from '#lib/shared/env'
import { Brand } from '#ui/brand'
import { Button } from '#ui/button'
import { CodeBlock } from '#ui/code-block'
import { LanguageSwitch } from '#ui/language-switch'
import { SupportLine } from '#ui/support-line'
import { ThemeSwitch } from '#ui/theme-switch'
import { themeOf } from '../_preferences/preferences'
import type { Query } from '../_ui/read-query'
import { WayIn } from './_components/way-in'
import { PublicCatalogue } from './_components/public-catalogue'
import { Receipt } from './_components/receipt'
import { failedSignIn } from './_components/failed-sign-in'
import { isSignedIn } from './_components/is-signed-in'

const width = 'mx-auto w-full max-w-[1120px] px-8 max-md:px-4'

export default async function HomePage({ searchParams }: { searchParams: Promise<Query> }) {
  const [t, jar, brand, signedIn, query] = await Promise.all([getTranslations(), cookies(), readBrand(), isSignedIn(), searchParams])
  const failed = failedSignIn(query)
  if (failed) redirect(failed)
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
      <header className={`${width} flex items-center justify-between gap-3 py-4`}>
        <Brand />
        <nav aria-label={t('home.way')} className="flex items-center gap-1">
          <LanguageSwitch />
          <ThemeSwitch theme={themeOf(jar.get('theme')?.value)} />
          <Button asChild variant="ghost" size="sm" className="ml-1">
            <Link href={signedIn ? '/start' : '/sign-in'}>{signedIn ? t('home.open') : t('auth.signIn')}</Link>
          </Button>
        </nav>
      </header>
      <main className="flex flex-1 flex-col">
        <div className={`${width} grid items-center gap-x-16 gap-y-10 py-10 max-md:py-6 lg:grid-cols-2`}>
          <div className="max-w-[480px]">
            <h1 className="text-2xl font-semibold text-balance">{t('home.title')}</h1>
            <p className="mt-3 text-lg text-muted-foreground">{t('home.text', { name: brand.name })}</p>
            <WayIn signedIn={signedIn} />
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
        </div>
        <section id="models" aria-labelledby="models-title" className={`${width} scroll-mt-4 pt-6 pb-16`}>
          <h2 id="models-title" className="text-xl font-semibold">
            {t('home.models')}
          </h2>
          <p className="mt-0.5 mb-4 text-muted-foreground">{t('home.modelsText')}</p>
          <PublicCatalogue query={query} />
        </section>
      </main>
      <footer className={width}>
        <SupportLine className="border-t py-5 text-sm text-muted-foreground" />
      </footer>
    </div>
  )
}
