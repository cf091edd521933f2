'use client'

import { useTranslations } from 'next-intl'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { acceptInviteAction } from '../_actions/team-actions'
import { AuthForm } from './auth-form'

export function AcceptForm({ secret }: { secret: string }) {
  const t = useTranslations('invite')
  const [state, action] = useFormAct(acceptInviteAction)
  return (
    <AuthForm state={state} action={action}>
      <input type="hidden" name="secret" value={secret} />
      <SubmitButton>{t('accept')}</SubmitButton>
    </AuthForm>
  )
}
