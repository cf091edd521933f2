import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { buttonClass } from '#ui/button'
import { currentSession } from '../../_auth/current-session'
import { SwitchAccount } from '../_components/switch-account'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.closed')
  return { title: t('title') }
}

/** Where somebody ends whom the auth server knows and who may have no account here. */
export default async function ClosedPage() {
  const [t, session] = await Promise.all([getTranslations('auth'), currentSession()])
  return (
    <>
      <h1 className="text-xl font-semibold">{t('closed.title')}</h1>
      <p className="mt-1 break-words text-muted-foreground">{session ? t('closed.text', { email: session.email }) : t('closed.visitor')}</p>
      {session ? (
        <SwitchAccount next="/start" />
      ) : (
        <Link href="/sign-in" className={buttonClass('secondary', 'md', 'mt-6 w-full')}>
          {t('signIn')}
        </Link>
      )}
    </>
  )
}
