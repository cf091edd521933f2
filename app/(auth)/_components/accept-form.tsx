'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '#ui/submit-button'
import { idle } from '../../_auth/action-state'
import { acceptInviteAction } from '../_actions/team-actions'
import { AuthForm } from './auth-form'

export function AcceptForm({ secret }: { secret: string }) {
  const t = useTranslations('invite')
  const [state, action] = useActionState(acceptInviteAction, idle)
  return (
    <AuthForm state={state} action={action}>
      <input type="hidden" name="secret" value={secret} />
      <SubmitButton>{t('accept')}</SubmitButton>
    </AuthForm>
  )
}
