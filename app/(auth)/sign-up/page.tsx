import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '../../_auth/current-session'
import { SignUpForm } from '../_components/sign-up-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth')
  return { title: t('signUp') }
}

export default async function SignUpPage() {
  if (await currentSession()) redirect('/start')
  const t = await getTranslations('auth')
  return (
    <>
      <h1 className="text-xl font-semibold">{t('signUpTitle')}</h1>
      <p className="mt-1 text-muted-foreground">{t('signUpText')}</p>
      <SignUpForm />
      <p className="mt-6 text-muted-foreground">
        {t('haveAccount')}{' '}
        <Link href="/sign-in" className="font-medium text-primary-text underline-offset-4 hover:underline">
          {t('signIn')}
        </Link>
      </p>
    </>
  )
}
