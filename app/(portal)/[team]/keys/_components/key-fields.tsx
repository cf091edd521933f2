'use client'

import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { type ActionState, entered, fieldError } from '../../../../_auth/action-state'
import type { KeyPlace, KeySubject } from './key-subject'

interface KeyFieldsProps {
  state: ActionState<unknown>
  place: KeyPlace
  /** What is there already. */
  of?: KeySubject
  mayBudget: boolean
}

/** What is asked about a key, whether it is being made or changed. */
export function KeyFields({ state, place, of, mayBudget }: KeyFieldsProps) {
  const t = useTranslations('keys')
  return (
    <>
      <InputField
        id="key-name"
        name="name"
        maxLength={100}
        autoComplete="off"
        label={t('name')}
        hint={t('nameHint')}
        defaultValue={entered(state, 'name') ?? of?.name}
        error={fieldError(state, 'name')}
      />
      <div className="grid gap-4 md:grid-cols-2">
        <InputField
          id="key-expires"
          name="expires"
          type="date"
          min={place.today}
          label={t('lastDay')}
          hint={t('lastDayHint', { zone: place.timeZone })}
          defaultValue={entered(state, 'expires') ?? of?.expires}
          error={fieldError(state, 'expires')}
        />
        {mayBudget ? (
          <InputField
            id="key-budget"
            name="budget"
            inputMode="decimal"
            autoComplete="off"
            label={t('budget')}
            hint={t('budgetHint')}
            defaultValue={entered(state, 'budget') ?? of?.budget}
            error={fieldError(state, 'budget')}
          />
        ) : null}
      </div>
    </>
  )
}
