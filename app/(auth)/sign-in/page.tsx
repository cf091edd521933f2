import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '../../_auth/current-session'
import { SignInForm } from '../_components/sign-in-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signIn') }
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ link?: string }> }) {
  if (await currentSession()) redirect('/start')
  const t = await getTranslations('auth')
  const { link } = await searchParams
  return (
    <>
      <h1 className="text-xl font-semibold">{t('signInTitle')}</h1>
      {link === 'used' ? <p className="mt-4 rounded bg-warning-soft px-3 py-2 text-sm">{t('linkUsed')}</p> : null}
      <SignInForm />
      <p className="mt-6 text-muted-foreground">
        {t('noAccount')}{' '}
        <Link href="/sign-up" className="font-medium text-primary-text underline-offset-4 hover:underline">
          {t('signUp')}
        </Link>
      </p>
    </>
  )
}
