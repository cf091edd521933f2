'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { entered, fieldError, idle } from '../../_auth/action-state'
import { type SignUpState, signUp } from '../../_auth/auth-actions'

export function SignUpForm() {
  const t = useTranslations('auth')
  const [state, action] = useActionState<SignUpState, FormData>(signUp, idle)
  if (state.status === 'done') {
    return (
      <p role="status" className="mt-6 rounded border bg-card px-4 py-3">
        {t('mailSent', { email: state.value.mailSentTo })}
      </p>
    )
  }
  return (
    <form action={action} noValidate className="mt-6 flex flex-col gap-4">
      <FormRefusal state={state} />
      <InputField
        id="email"
        name="email"
        type="email"
        autoComplete="username"
        label={t('email')}
        defaultValue={entered(state, 'email')}
        error={fieldError(state, 'email')}
      />
      <InputField
        id="password"
        name="password"
        type="password"
        autoComplete="new-password"
        label={t('password')}
        hint={t('passwordHint')}
        error={fieldError(state, 'password')}
      />
      <SubmitButton className="mt-2">{t('signUp')}</SubmitButton>
    </form>
  )
}
