'use client'

import { useTranslations } from 'next-intl'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../_auth/action-state'
import { CodeField } from '../../_auth/code-field'
import { enterCode } from '../../_auth/code-actions'
import { AuthForm } from './auth-form'

export function CodeForm({ next }: { next: string | null }) {
  const t = useTranslations('auth')
  const [state, action] = useFormAct(enterCode)
  return (
    <AuthForm state={state} action={action}>
      {next === null ? null : <input type="hidden" name="next" value={next} />}
      <CodeField id="code" label={t('code.label')} defaultValue={entered(state, 'code')} error={fieldError(state, 'code')} />
      <SubmitButton>{t('signIn')}</SubmitButton>
    </AuthForm>
  )
}
