import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { askSession, currentSessionId } from '../../_auth/current-session'
import { codePath } from '../../_auth/next-path'
import { mayRecover } from '../../_auth/recovery-cookie'
import { ResetPasswordForm } from '../_components/reset-password-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth.newPassword')
  return { title: t('title') }
}

/** Where the link of a reset mail leads; without that link there is nothing to do here. */
export default async function ResetPasswordPage() {
  const session = await askSession()
  if (!session || !(await mayRecover(await currentSessionId()))) redirect('/forgot-password')
  if (session.half) redirect(codePath('/reset-password'))
  const t = await getTranslations('auth.newPassword')
  return (
    <>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p className="mt-1 break-words text-muted-foreground">{t('text', { email: session.email })}</p>
      <ResetPasswordForm email={session.email} />
    </>
  )
}
