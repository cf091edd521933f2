import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readSignUpRule } from '#lib/portal/settings/sign-up'
import { Notice } from '#ui/notice'
import { askSession } from '../../_auth/current-session'
import { codePath, readNextPath, signInPath } from '../../_auth/next-path'
import { openOutbox } from '../../_auth/outbox-open'
import { signInOffer } from '../../_auth/sign-in-offer'
import { AuthLink } from '../_components/auth-link'
import { heldInvite } from '../_components/held-invite'
import { ProviderLinks } from '../_components/provider-links'
import { SignUpForm } from '../_components/sign-up-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signUp') }
}

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = readNextPath((await searchParams).next)
  const asked = await askSession()
  if (asked) redirect(asked.half ? codePath(next) : (next ?? '/start'))
  const [t, outbox, rule, { providers }, invite] = await Promise.all([
    getTranslations('auth'),
    openOutbox(),
    readSignUpRule(),
    signInOffer(),
    heldInvite(next),
  ])
  return (
    <>
      <h1 className="text-xl font-semibold">{t('signUpTitle')}</h1>
      <p className="mt-1 break-words text-muted-foreground">{invite ? t('signUpInvited', { team: invite.team }) : t('signUpText')}</p>
      {rule.mode === 'open' || invite ? null : (
        <Notice className="mt-4">{t(`rule.${rule.mode}`, { domains: rule.domains.join(', ') })}</Notice>
      )}
      <SignUpForm next={next} email={invite?.email} outbox={outbox !== null} />
      <ProviderLinks providers={providers} next={next} />
      <AuthLink question={t('haveAccount')} href={signInPath(next)}>
        {t('signIn')}
      </AuthLink>
    </>
  )
}
