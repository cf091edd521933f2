import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '../../_auth/current-session'
import { openOutbox } from '../../_auth/outbox-open'
import { AskMailForm } from '../_components/ask-mail-form'
import { AuthLink } from '../_components/auth-link'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.reset')
  return { title: t('title') }
}

/** Open to signed-in readers too: the way for who has forgotten the present password. */
export default async function ForgotPasswordPage({ searchParams }: { searchParams: Promise<{ notice?: string | string[] }> }) {
  const [t, outbox, session, { notice }] = await Promise.all([getTranslations('auth'), openOutbox(), currentSession(), searchParams])
  return (
    <>
      <h1 className="text-xl font-semibold">{t('reset.title')}</h1>
      <p className="mt-1 text-muted-foreground">{t('reset.text')}</p>
      <AskMailForm kind="reset" afterLink={notice === 'link'} email={session?.email} outbox={outbox !== null} />
      <AuthLink question={t('reset.remembered')} href={session ? '/account' : '/sign-in'}>
        {t(session ? 'backToAccount' : 'signIn')}
      </AuthLink>
    </>
  )
}
