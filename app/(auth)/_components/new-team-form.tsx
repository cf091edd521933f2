'use client'

import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../_auth/action-state'
import { createTeamAction } from '../_actions/team-actions'
import { AuthForm } from './auth-form'

export function NewTeamForm() {
  const t = useTranslations('team')
  const [state, action] = useFormAct(createTeamAction)
  return (
    <AuthForm state={state} action={action}>
      <InputField
        id="team-name"
        name="name"
        maxLength={100}
        autoComplete="off"
        label={t('name')}
        hint={t('nameHint')}
        defaultValue={entered(state, 'name')}
        error={fieldError(state, 'name')}
      />
      <SubmitButton className="mt-2">{t('newAct')}</SubmitButton>
    </AuthForm>
  )
}
