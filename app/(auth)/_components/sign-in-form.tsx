'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { InputField } from '#ui/field'
import { PasswordField } from '#ui/password-field'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../_auth/action-state'
import { signIn } from '../../_auth/auth-actions'
import { AuthForm } from './auth-form'
import { carryAddress } from './carried-address'

/** `email`: the address that an invite is for. */
export function SignInForm({ next, email: invited }: { next: string | null; email: string | undefined }) {
  const t = useTranslations('auth')
  const [state, action] = useFormAct(signIn)
  const [email, setEmail] = useState(invited ?? '')
  return (
    <AuthForm state={state} action={action}>
      {next === null ? null : <input type="hidden" name="next" value={next} />}
      <InputField
        id="email"
        name="email"
        type="email"
        autoComplete="username"
        label={t('email')}
        defaultValue={entered(state, 'email') ?? invited}
        error={fieldError(state, 'email')}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        id="password"
        autoComplete="current-password"
        label={t('password')}
        defaultValue={entered(state, 'password')}
        error={fieldError(state, 'password')}
      />
      <SubmitButton className="mt-2">{t('signIn')}</SubmitButton>
      <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-sm">
        <Link
          href={`/forgot-password${carryAddress(email || entered(state, 'email'))}`}
          className="text-primary-text underline-offset-4 hover:underline"
        >
          {t('forgot')}
        </Link>
        {state.status === 'refused' && state.message === t('unconfirmed') ? (
          <Link href="/confirm-email" className="text-primary-text underline-offset-4 hover:underline">
            {t('otherLink')}
          </Link>
        ) : null}
      </p>
    </AuthForm>
  )
}
