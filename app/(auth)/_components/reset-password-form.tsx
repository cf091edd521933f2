'use client'

import { useTranslations } from 'next-intl'
import { PasswordField } from '#ui/password-field'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../_auth/action-state'
import { resetPassword } from '../../_auth/mail-actions'
import { AuthForm } from './auth-form'

export function ResetPasswordForm({ email }: { email: string }) {
  const t = useTranslations('auth')
  const [state, action] = useFormAct(resetPassword)
  return (
    <AuthForm state={state} action={action}>
      {/* Tells password managers whose password this is. */}
      <input type="text" autoComplete="username" value={email} readOnly aria-hidden tabIndex={-1} className="sr-only" />
      <PasswordField
        id="password"
        autoComplete="new-password"
        label={t('newPassword.label')}
        hint={t('passwordHint')}
        defaultValue={entered(state, 'password')}
        error={fieldError(state, 'password')}
      />
      <SubmitButton className="mt-2">{t('newPassword.act')}</SubmitButton>
    </AuthForm>
  )
}
