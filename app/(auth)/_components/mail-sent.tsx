'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { FormRefusal } from '#ui/form-refusal'
import { Notice } from '#ui/notice'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import type { MailState } from '../../_auth/auth-actions'

interface MailSentProps {
  kind: 'signUp' | 'reset' | 'confirm'
  email: string
  /** Whether the mail can be read on this very site. */
  outbox: boolean
  again: (before: MailState, form: FormData) => Promise<MailState>
}

/** What to do now that a mail is on its way, in the same words whoever the address belongs to. */
export function MailSent({ kind, email, outbox, again }: MailSentProps) {
  const t = useTranslations('auth.sent')
  const [state, action] = useFormAct(again)
  return (
    <div className="mt-6 flex flex-col gap-4">
      <Notice tone="done">
        <p className="font-medium">{t('title')}</p>
        <p className="break-words">{t(kind, { email })}</p>
        <p className="mt-1 text-muted-foreground">{t('wait')}</p>
      </Notice>
      {outbox ? (
        <p>
          <Link href="/outbox" className="text-primary-text underline underline-offset-4">
            {t('outbox')}
          </Link>
        </p>
      ) : null}
      <form action={action}>
        <FormRefusal state={state} />
        <input type="hidden" name="email" value={email} />
        <SubmitButton variant="secondary" className="mt-2 w-full">
          {t('again')}
        </SubmitButton>
      </form>
    </div>
  )
}
