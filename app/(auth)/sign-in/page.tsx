import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readBrand } from '#lib/portal/settings/read-brand'
import { Notice } from '#ui/notice'
import { askSession } from '../../_auth/current-session'
import { codePath, readNextPath } from '../../_auth/next-path'
import { providerNotices } from '../../_auth/provider-notice'
import { signInOffer } from '../../_auth/sign-in-offer'
import { AuthLink } from '../_components/auth-link'
import { heldInvite } from '../_components/held-invite'
import { ProviderLinks } from '../_components/provider-links'
import { SignInForm } from '../_components/sign-in-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn') }
}

const notices = ['ended', 'link', 'later', 'half', 'moved'] as const

type Query = Promise<{ next?: string | string[]; notice?: string | string[] }>

export default async function SignInPage({ searchParams }: { searchParams: Query }) {
  const query = await searchParams
  const next = readNextPath(query.next)
  const asked = await askSession()
  if (asked) redirect(asked.half ? codePath(next) : (next ?? '/start'))
  const [t, { name }, { providers }, invite] = await Promise.all([getTranslations('auth'), readBrand(), signInOffer(), heldInvite(next)])
  const notice = notices.find((known) => known === query.notice)
  const byProvider = providerNotices.find((known) => known === query.notice)
  return (
    <>
      <h1 className="text-xl font-semibold">{t('signInTitle', { brand: name })}</h1>
      {invite ? <p className="mt-1 break-words text-muted-foreground">{t('signInInvited', { team: invite.team })}</p> : null}
      {notice ? <Notice className="mt-4">{t(`notice.${notice}`)}</Notice> : null}
      {byProvider ? <Notice className="mt-4">{t(`provider.notice.${byProvider}`)}</Notice> : null}
      <SignInForm next={next} email={invite?.email} />
      <ProviderLinks providers={providers} next={next} />
      <AuthLink question={t('noAccount')} href={next ? `/sign-up?next=${encodeURIComponent(next)}` : '/sign-up'}>
        {t('signUp')}
      </AuthLink>
    </>
  )
}
