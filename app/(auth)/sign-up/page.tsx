import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readSignUpRule } from '#lib/portal/settings/sign-up'
import { Notice } from '#ui/notice'
import { liveSession } from '../../_auth/current-session'
import { readNextPath, signInPath } from '../../_auth/next-path'
import { openOutbox } from '../../_auth/outbox-open'
import { AuthLink } from '../_components/auth-link'
import { SignUpForm } from '../_components/sign-up-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signUp') }
}

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = readNextPath((await searchParams).next)
  if (await liveSession()) redirect(next ?? '/start')
  const [t, outbox, rule] = await Promise.all([getTranslations('auth'), openOutbox(), readSignUpRule()])
  return (
    <>
      <h1 className="text-xl font-semibold">{t('signUpTitle')}</h1>
      <p className="mt-1 text-muted-foreground">{t('signUpText')}</p>
      {rule.mode === 'open' ? null : <Notice className="mt-4">{t(`rule.${rule.mode}`, { domains: rule.domains.join(', ') })}</Notice>}
      <SignUpForm next={next} outbox={outbox !== null} />
      <AuthLink question={t('haveAccount')} href={signInPath(next)}>
        {t('signIn')}
      </AuthLink>
    </>
  )
}
