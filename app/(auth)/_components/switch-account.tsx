'use client'

import { useTranslations } from 'next-intl'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { signOutByForm } from '../../_auth/auth-actions'

/** Signs out, and in again with another account, back to where the reader is. */
export function SwitchAccount({ next, label }: { next?: string; label?: string }) {
  const t = useTranslations('auth')
  const [state, action] = useFormAct(signOutByForm)
  return (
    <form action={action} className="mt-6 flex flex-col gap-4">
      <FormRefusal state={state} />
      {next === undefined ? null : <input type="hidden" name="next" value={next} />}
      <SubmitButton variant="secondary">{label ?? t('signOut')}</SubmitButton>
    </form>
  )
}
