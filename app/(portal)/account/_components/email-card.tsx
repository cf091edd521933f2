'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card, CardBody, CardHead } from '#ui/card'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { Notice } from '#ui/notice'
import { PasswordField } from '#ui/password-field'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../_auth/action-state'
import { changeEmailAction } from '../_actions/account-actions'

interface EmailCardProps {
  email: string
  outbox: boolean
  /** Whether the account has a password to be asked for. */
  password: boolean
}

export function EmailCard({ email, outbox, password }: EmailCardProps) {
  const t = useTranslations('account')
  const [state, action] = useFormAct(changeEmailAction)
  return (
    <Card id="email-address">
      <CardHead id="email-address" title={t('email.title')} text={t('email.present', { email })} />
      <CardBody>
        {password ? (
          <form action={action} noValidate className="flex flex-col gap-4">
            <FormRefusal state={state} />
            {state.status === 'done' ? (
              <Notice tone="done">
                {state.value.changed ? (
                  t('email.changed', { email: state.value.email })
                ) : (
                  <>
                    <p className="font-medium">{t('email.sentTitle')}</p>
                    <p className="break-words">{t('email.sent', { email: state.value.email })}</p>
                    {outbox ? (
                      <Link href="/outbox" className="mt-1 inline-block text-primary-text underline underline-offset-4">
                        {t('outbox')}
                      </Link>
                    ) : null}
                  </>
                )}
              </Notice>
            ) : null}
            <InputField
              id="email"
              name="email"
              type="email"
              autoComplete="email"
              label={t('email.new')}
              defaultValue={entered(state, 'email')}
              error={fieldError(state, 'email')}
            />
            <PasswordField
              id="email-present"
              name="present"
              autoComplete="current-password"
              label={t('password.present')}
              defaultValue={entered(state, 'present')}
              error={fieldError(state, 'present')}
            />
            <SubmitButton variant="secondary" className="self-start">
              {t('email.act')}
            </SubmitButton>
          </form>
        ) : (
          <p className="text-sm text-muted-foreground">{t('email.needsPassword')}</p>
        )}
      </CardBody>
    </Card>
  )
}
