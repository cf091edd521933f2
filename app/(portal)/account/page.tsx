import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { listOwnSessions } from '#lib/portal/accounts/own-sessions'
import { Notice } from '#ui/notice'
import { PageHead } from '#ui/page-head'
import { asksPassword } from '../../_auth/asks-password'
import { requireAccount } from '../../_auth/current-account'
import { currentSessionId } from '../../_auth/current-session'
import { ownAuthenticators } from '../../_auth/own-authenticators'
import { openOutbox } from '../../_auth/outbox-open'
import { themeOf } from '../../_preferences/preferences'
import { EmailCard } from './_components/email-card'
import { FirstPasswordCard } from './_components/first-password-card'
import { PasswordCard } from './_components/password-card'
import { PreferencesCard } from './_components/preferences-card'
import { ProfileCard } from './_components/profile-card'
import { SecondFactorCard } from './_components/second-factor-card'
import { SessionList } from './_components/session-list'
import { SessionsCard } from './_components/sessions-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title') }
}

const notices = ['half', 'moved', 'link'] as const

export default async function AccountPage({ searchParams }: { searchParams: Promise<{ notice?: string | string[] }> }) {
  const [{ account, actor }, t, jar, outbox, query] = await Promise.all([
    requireAccount(),
    getTranslations('account'),
    cookies(),
    openOutbox(),
    searchParams,
  ])
  const [sessions, sessionId, password, factors] = await Promise.all([
    listOwnSessions(actor),
    currentSessionId(),
    asksPassword(actor),
    ownAuthenticators(),
  ])
  const notice = notices.find((known) => known === query.notice)
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      {notice ? <Notice tone={notice === 'moved' ? 'done' : 'info'}>{t(`email.notice.${notice}`)}</Notice> : null}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <ProfileCard displayName={account.displayName} />
          <EmailCard email={account.email} outbox={outbox !== null} password={password} />
          {factors ? <SecondFactorCard factors={factors} password={password} /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          {password ? <PasswordCard email={account.email} /> : <FirstPasswordCard email={account.email} outbox={outbox !== null} />}
          <PreferencesCard theme={themeOf(jar.get('theme')?.value)} />
          <SessionsCard>
            <SessionList sessions={sessions} currentId={sessionId} />
          </SessionsCard>
        </div>
      </div>
    </>
  )
}
