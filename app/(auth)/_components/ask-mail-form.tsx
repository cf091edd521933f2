'use client'

import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { Notice } from '#ui/notice'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../_auth/action-state'
import { requestConfirmation, requestReset } from '../../_auth/mail-actions'
import { AuthForm } from './auth-form'
import { useCarriedAddress } from './carried-address'
import { MailSent } from './mail-sent'

const asks = { reset: requestReset, confirm: requestConfirmation }

interface AskMailFormProps {
  kind: keyof typeof asks
  email?: string
  /** Whether a link has led here that no longer works. */
  afterLink: boolean
  outbox: boolean
}

/** Asks for a mail with a link, by nothing but an address. */
export function AskMailForm({ kind, email, afterLink, outbox }: AskMailFormProps) {
  const t = useTranslations('auth')
  const [state, action] = useFormAct(asks[kind])
  const address = useCarriedAddress()
  if (state.status === 'done') return <MailSent kind={kind} email={state.value.mailSentTo} outbox={outbox} again={asks[kind]} />
  return (
    <AuthForm state={state} action={action}>
      {afterLink && state.status === 'idle' ? <Notice>{t(`${kind}.linkNotice`)}</Notice> : null}
      <InputField
        ref={address}
        id="email"
        name="email"
        type="email"
        autoComplete="username"
        label={t('email')}
        defaultValue={entered(state, 'email') ?? email}
        error={fieldError(state, 'email')}
      />
      <SubmitButton className="mt-2">{t(`${kind}.act`)}</SubmitButton>
    </AuthForm>
  )
}
