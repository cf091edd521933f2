'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type OperatorRole, operatorRoles } from '#lib/portal/acting/permissions'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { changeOperatorRoleAction } from '../_actions/user-actions'

const choices = ['none', ...operatorRoles] as const

/** Makes a person an operator, or a customer again. */
export function OperatorRoleForm({ user, role }: { user: string; role: OperatorRole | null }) {
  const t = useTranslations('users')
  const [chosen, setChosen] = useState<(typeof choices)[number]>(role ?? 'none')
  const [state, action] = useFormAct(changeOperatorRoleAction)
  useDone(state, () => toast.success(t('operatorChanged')))
  return (
    <form action={action} noValidate className="flex max-w-sm flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="user" value={user} />
      <SelectField
        id="operator-role"
        name="role"
        label={t('operatorRole')}
        hint={t(`operatorHints.${chosen}`)}
        error={fieldError(state, 'role')}
        defaultValue={role ?? 'none'}
        onValueChange={(value) => setChosen(choices.find((choice) => choice === value) ?? 'none')}
        options={choices.map((choice) => ({
          value: choice,
          label: choice === 'none' ? t('noOperatorRole') : t(`operatorRoles.${choice}`),
        }))}
      />
      <div>
        <SubmitButton disabled={chosen === (role ?? 'none')}>{t('changeOperator')}</SubmitButton>
      </div>
    </form>
  )
}
