import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { liveSession } from '../../_auth/current-session'
import { openOutbox } from '../../_auth/outbox-open'
import { AskMailForm } from '../_components/ask-mail-form'
import { AuthLink } from '../_components/auth-link'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.confirm')
  return { title: t('title') }
}

export default async function ConfirmEmailPage({ searchParams }: { searchParams: Promise<{ notice?: string | string[] }> }) {
  if (await liveSession()) redirect('/start')
  const [t, outbox, { notice }] = await Promise.all([getTranslations('auth'), openOutbox(), searchParams])
  return (
    <>
      <h1 className="text-xl font-semibold">{t('confirm.title')}</h1>
      <p className="mt-1 text-muted-foreground">{t('confirm.text')}</p>
      <AskMailForm kind="confirm" afterLink={notice === 'link'} outbox={outbox !== null} />
      <AuthLink question={t('haveAccount')} href="/sign-in">
        {t('signIn')}
      </AuthLink>
    </>
  )
}
