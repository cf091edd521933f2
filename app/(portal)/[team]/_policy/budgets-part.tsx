'use client'

import { useTranslations } from 'next-intl'
import { policyModes, usualThresholds } from '#lib/shared/policy/policy-document'
import { modelList, NotSold } from '../_components/suggestions'
import { usePolicyFields } from './policy-field'
import { Part } from './policy-part'
import type { BudgetRow, EndUserBudgetRow } from './policy-values'
import { SmallInput, SmallSelect, usePeriods } from './row-fields'
import { RowList } from './row-list'

export function BudgetsPart() {
  const t = useTranslations('policy')
  const { value, error } = usePolicyFields()
  return (
    <Part name="budgets">
      <RowList<BudgetRow>
        name="budgets"
        initial={JSON.parse(value('budgets') || '[]') as BudgetRow[]}
        fresh={{ amount: '', period: 'month', mode: 'hard', thresholds: usualThresholds.join(', '), model: '' }}
        add={t('addBudget')}
        error={error('budgets')}
        row={(row, set) => (
          <>
            <Terms row={row} set={set} />
            <SmallInput
              label={t('row.thresholds')}
              value={row.thresholds}
              onChange={(thresholds) => set({ thresholds })}
              className="w-32"
            />
            {row.mode === 'hard' ? (
              <SmallInput
                label={t('row.fallback')}
                value={row.model}
                placeholder={t('row.refuse')}
                list={modelList}
                onChange={(model) => set({ model })}
                className="min-w-40 flex-1"
              />
            ) : null}
            {row.mode === 'hard' ? <NotSold names={[row.model]} /> : null}
          </>
        )}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('fields.end_users_budgets')}</legend>
        <RowList<EndUserBudgetRow>
          name="end_users.budgets"
          initial={JSON.parse(value('end_users.budgets') || '[]') as EndUserBudgetRow[]}
          fresh={{ amount: '', period: 'month', mode: 'hard' }}
          add={t('addBudget')}
          error={error('end_users.budgets')}
          row={(row, set) => <Terms row={row} set={set} />}
        />
      </fieldset>
    </Part>
  )
}

/** How much, how often, and what comes then: of every budget. */
function Terms({ row, set }: { row: EndUserBudgetRow; set: (change: Partial<EndUserBudgetRow>) => void }) {
  const t = useTranslations('policy')
  return (
    <>
      <SmallInput label={t('row.usd')} value={row.amount} inputMode="decimal" onChange={(amount) => set({ amount })} className="w-28" />
      <SmallSelect label={t('row.period')} value={row.period} options={usePeriods()} onChange={(period) => set({ period })} />
      <SmallSelect
        label={t('row.mode')}
        value={row.mode}
        options={policyModes.map((mode) => ({ value: mode, label: t(`modes.${mode}`) }))}
        onChange={(mode) => set({ mode })}
      />
    </>
  )
}
