import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '../../_auth/current-session'
import { SwitchAccount } from '../_components/switch-account'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.closed')
  return { title: t('title') }
}

/** Where somebody ends whom the auth server knows and who may have no account here. */
export default async function ClosedPage() {
  const [t, session] = await Promise.all([getTranslations('auth.closed'), currentSession()])
  return (
    <>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p className="mt-1 break-words text-muted-foreground">{session ? t('text', { email: session.email }) : t('visitor')}</p>
      <SwitchAccount next="/start" />
    </>
  )
}
