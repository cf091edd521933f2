'use client'

import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../../_auth/action-state'
import { updateTeamAction } from '../_actions/team-actions'
import { TimeZoneField } from './time-zone-field'

interface TeamFormProps {
  /** The shown id. */
  team: string
  name: string
  timeZone: string
  /** Every zone that may be chosen. */
  timeZones: readonly string[]
}

/** What owners and admins may change about their team. */
export function TeamForm({ team, name, timeZone, timeZones }: TeamFormProps) {
  const t = useTranslations('team')
  const [state, action] = useFormAct(updateTeamAction)
  useDone(state, () => toast.success(t('saved')))
  return (
    <form action={action} noValidate className="flex max-w-xl flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="team" value={team} />
      <InputField
        id="team-name"
        name="name"
        maxLength={100}
        autoComplete="off"
        label={t('name')}
        hint={t('nameHint')}
        defaultValue={entered(state, 'name') ?? name}
        error={fieldError(state, 'name')}
      />
      <TimeZoneField
        label={t('timeZone')}
        hint={t('timeZoneHint')}
        options={timeZones}
        initial={entered(state, 'time_zone') ?? timeZone}
        error={fieldError(state, 'time_zone')}
      />
      <div>
        <SubmitButton>{t('save')}</SubmitButton>
      </div>
    </form>
  )
}
