'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card, CardBody, CardHead } from '#ui/card'
import { FormRefusal } from '#ui/form-refusal'
import { Notice } from '#ui/notice'
import { PasswordField } from '#ui/password-field'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../_auth/action-state'
import { changePasswordAction } from '../_actions/account-actions'

export function PasswordCard({ email }: { email: string }) {
  const t = useTranslations()
  const [state, action] = useFormAct(changePasswordAction)
  return (
    <Card id="password-change">
      <CardHead id="password-change" title={t('account.password.title')} />
      <CardBody>
        <form action={action} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          {state.status === 'done' ? <Notice tone="done">{t('account.password.changed')}</Notice> : null}
          {/* Tells password managers whose password this is. */}
          <input type="text" autoComplete="username" value={email} readOnly aria-hidden tabIndex={-1} className="sr-only" />
          <PasswordField
            id="present"
            autoComplete="current-password"
            label={t('account.password.present')}
            error={fieldError(state, 'present')}
          />
          <PasswordField
            id="password"
            autoComplete="new-password"
            label={t('account.password.new')}
            hint={t('auth.passwordHint')}
            error={fieldError(state, 'password')}
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <SubmitButton variant="secondary">{t('account.password.act')}</SubmitButton>
            <Link href="/forgot-password" className="text-sm text-primary-text underline-offset-4 hover:underline">
              {t('account.password.forgot')}
            </Link>
          </div>
        </form>
      </CardBody>
    </Card>
  )
}
