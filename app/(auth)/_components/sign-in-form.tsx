'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { entered, fieldError, idle } from '../../_auth/action-state'
import { signIn } from '../../_auth/auth-actions'

export function SignInForm() {
  const t = useTranslations('auth')
  const [state, action] = useActionState(signIn, idle)
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
        autoComplete="current-password"
        label={t('password')}
        error={fieldError(state, 'password')}
      />
      <SubmitButton className="mt-2">{t('signIn')}</SubmitButton>
    </form>
  )
}
