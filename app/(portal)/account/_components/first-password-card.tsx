'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card, CardBody, CardHead } from '#ui/card'
import { FormRefusal } from '#ui/form-refusal'
import { Notice } from '#ui/notice'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { requestReset } from '../../../_auth/mail-actions'

/** For whoever signs in by a provider: a session alone sets no password, the mailbox does. */
export function FirstPasswordCard({ email, outbox }: { email: string; outbox: boolean }) {
  const t = useTranslations('account')
  const [state, action] = useFormAct(requestReset)
  return (
    <Card id="password-change">
      <CardHead id="password-change" title={t('password.title')} text={t('password.none')} />
      <CardBody>
        <form action={action} className="flex flex-col gap-4">
          <FormRefusal state={state} />
          {state.status === 'done' ? (
            <Notice tone="done">
              <p className="break-words">{t('password.firstSent', { email })}</p>
              {outbox ? (
                <Link href="/outbox" className="mt-1 inline-block text-primary-text underline underline-offset-4">
                  {t('outbox')}
                </Link>
              ) : null}
            </Notice>
          ) : (
            <p className="break-words">{t('password.first', { email })}</p>
          )}
          <input type="hidden" name="email" value={email} />
          <SubmitButton variant="secondary" className="self-start">
            {t('password.firstAct')}
          </SubmitButton>
        </form>
      </CardBody>
    </Card>
  )
}
