import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { authenticatorsOf } from '../../../_auth/check-code'
import { askSession } from '../../../_auth/current-session'
import { readNextPath, signInPath } from '../../../_auth/next-path'
import { CodeForm } from '../../_components/code-form'
import { SwitchAccount } from '../../_components/switch-account'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.code')
  return { title: t('title') }
}

/** The second half of signing in, for an account with a second factor. */
export default async function CodePage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = readNextPath((await searchParams).next)
  const asked = await askSession()
  if (!asked) redirect(signInPath(next))
  if (!asked.half) redirect(next ?? '/start')
  const t = await getTranslations('auth.code')
  const canAsk = authenticatorsOf(asked.user).length > 0
  return (
    <>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p className="mt-1 break-words text-muted-foreground">{t(canAsk ? 'text' : 'otherKind', { email: asked.email })}</p>
      {canAsk ? <CodeForm next={next} /> : null}
      {canAsk ? <p className="mt-6 text-sm text-muted-foreground">{t('lost')}</p> : null}
      <SwitchAccount next={next ?? '/start'} label={t('other')} />
    </>
  )
}
