'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { policyModes, usualThresholds } from '#lib/shared/policy/policy-document'
import { InputField } from '#ui/field'
import { SelectField } from '#ui/select'
import { type ActionState, entered, fieldError } from '../../../../_auth/action-state'
import { modelList, NotSold, WatchedField } from '../../_components/suggestions'
import type { BudgetSubject } from './budget-subject'

interface BudgetTermsProps {
  state: ActionState<unknown>
  of?: BudgetSubject
}

/** Amount, what happens when it is used up, and when people are told. */
export function BudgetTerms({ state, of }: BudgetTermsProps) {
  const t = useTranslations('budgets')
  const [mode, setMode] = useState<string>(of?.mode ?? 'hard')
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <InputField
          id="budget-amount"
          name="amount"
          inputMode="decimal"
          autoComplete="off"
          label={t('amount')}
          hint={mode === 'hard' ? t('amountHint') : undefined}
          defaultValue={entered(state, 'amount') ?? of?.amount}
          error={fieldError(state, 'amount')}
        />
        <SelectField
          id="budget-mode"
          name="mode"
          label={t('whenUsedUp')}
          options={policyModes.map((value) => ({ value, label: t(`modes.${value}`) }))}
          defaultValue={mode}
          onValueChange={setMode}
          error={fieldError(state, 'mode')}
        />
        <InputField
          id="budget-thresholds"
          name="thresholds"
          autoComplete="off"
          label={t('thresholds')}
          hint={t('thresholdsHint')}
          defaultValue={entered(state, 'thresholds') ?? of?.thresholds ?? usualThresholds.join(', ')}
          error={fieldError(state, 'thresholds')}
        />
        {mode === 'hard' ? (
          <WatchedField
            id="budget-model"
            name="model"
            autoComplete="off"
            label={t('fallback')}
            hint={t('fallbackHint')}
            list={modelList}
            remark={(name) => <NotSold names={[name]} />}
            defaultValue={entered(state, 'model') ?? of?.model}
            error={fieldError(state, 'model')}
          />
        ) : null}
      </div>
    </>
  )
}
