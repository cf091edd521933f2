'use client'

import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { PasswordField } from '#ui/password-field'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../_auth/action-state'
import { signUp } from '../../_auth/auth-actions'
import { requestConfirmation } from '../../_auth/mail-actions'
import { AuthForm } from './auth-form'
import { MailSent } from './mail-sent'

interface SignUpFormProps {
  next: string | null
  /** The address that an invite is for. */
  email: string | undefined
  outbox: boolean
}

export function SignUpForm({ next, email, outbox }: SignUpFormProps) {
  const t = useTranslations('auth')
  const [state, action] = useFormAct(signUp)
  if (state.status === 'done') {
    return <MailSent kind="signUp" email={state.value.mailSentTo} outbox={outbox} again={requestConfirmation} />
  }
  return (
    <AuthForm state={state} action={action}>
      {next === null ? null : <input type="hidden" name="next" value={next} />}
      <InputField
        id="email"
        name="email"
        type="email"
        autoComplete="username"
        label={t('email')}
        defaultValue={entered(state, 'email') ?? email}
        error={fieldError(state, 'email')}
      />
      <PasswordField
        id="password"
        autoComplete="new-password"
        label={t('password')}
        hint={t('passwordHint')}
        defaultValue={entered(state, 'password')}
        error={fieldError(state, 'password')}
      />
      <SubmitButton className="mt-2">{t('signUp')}</SubmitButton>
    </AuthForm>
  )
}
