'use client'

import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../../_auth/action-state'
import { setGroupAction } from '../_actions/team-actions'

/** Which sell prices apply to a team. */
export function GroupForm({ team, group, mayChange }: { team: string; group: string; mayChange: boolean }) {
  const t = useTranslations('teams')
  const [state, action] = useFormAct(setGroupAction)
  useDone(state, () => toast(t('groupSaved')))
  return (
    <form action={action} noValidate>
      <fieldset disabled={!mayChange} className="flex flex-col gap-3">
        <FormRefusal state={state} />
        <input type="hidden" name="team" value={team} />
        <InputField
          id="customer-group"
          name="customer_group"
          autoComplete="off"
          spellCheck={false}
          label={t('group')}
          hint={t('groupHint')}
          defaultValue={entered(state, 'customer_group') ?? group}
          error={fieldError(state, 'customer_group')}
        />
        {mayChange ? (
          <div>
            <SubmitButton variant="secondary">{t('saveGroup')}</SubmitButton>
          </div>
        ) : null}
      </fieldset>
    </form>
  )
}
