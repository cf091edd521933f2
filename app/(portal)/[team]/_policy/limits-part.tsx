'use client'

import { useTranslations } from 'next-intl'
import { limitedMethods } from '#lib/shared/policy/policy-document'
import { modelList, NotSold, useSuggestions } from '../_components/suggestions'
import { PolicyCheck, PolicyText, usePolicyFields } from './policy-field'
import { Part } from './policy-part'
import { limitMetrics, type LimitRow } from './policy-values'
import { SmallInput, SmallSelect } from './row-fields'
import { RowList } from './row-list'

const methodMetrics = limitMetrics.filter((metric) => !metric.startsWith('tokens'))

export function LimitsPart() {
  const t = useTranslations('policy')
  const { value, error } = usePolicyFields()
  const { models } = useSuggestions()
  return (
    <Part name="limits">
      <div className="grid grid-cols-2 items-end gap-4 md:grid-cols-3">
        {limitMetrics.map((metric) => (
          <PolicyText key={metric} name={`limits.${metric}`} inputMode="numeric" />
        ))}
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">{t('fields.limits_rows')}</legend>
        <RowList<LimitRow>
          name="limits.rows"
          initial={JSON.parse(value('limits.rows') || '[]') as LimitRow[]}
          fresh={{ of: 'model', name: '', metric: 'requests_per_minute', amount: '' }}
          add={t('addLimit')}
          error={error('limits.rows')}
          row={(row, set) => (
            <>
              <SmallSelect
                label={t('row.of')}
                value={row.of}
                options={(['model', 'method'] as const).map((of) => ({ value: of, label: t(`row.ofs.${of}`) }))}
                onChange={(of) => set(of === 'method' ? { of, name: 'GET', metric: 'requests_per_minute' } : { of: 'model', name: '' })}
              />
              {row.of === 'model' ? (
                <SmallInput
                  label={t('row.pattern')}
                  value={row.name}
                  placeholder={`${models[0] ?? 'model'}*`}
                  list={modelList}
                  onChange={(name) => set({ name })}
                  className="min-w-24 flex-1"
                />
              ) : (
                <SmallSelect
                  label={t('row.method')}
                  value={row.name}
                  options={limitedMethods.map((method) => ({ value: method, label: method }))}
                  onChange={(name) => set({ name })}
                />
              )}
              <SmallSelect
                label={t('row.metric')}
                value={row.metric}
                options={(row.of === 'model' ? limitMetrics : methodMetrics).map((metric) => ({
                  value: metric,
                  label: t(`fields.limits_${metric}`),
                }))}
                onChange={(metric) => set({ metric: metric as LimitRow['metric'] })}
              />
              <SmallInput
                label={t('row.amount')}
                value={row.amount}
                inputMode="numeric"
                onChange={(amount) => set({ amount })}
                className="w-24"
              />
              {row.of === 'model' ? <NotSold names={[row.name]} /> : null}
            </>
          )}
        />
      </fieldset>
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">{t('fields.end_users')}</legend>
        <p className="mb-3 text-sm text-muted-foreground">{t('hints.end_users')}</p>
        <div className="grid grid-cols-2 items-end gap-4 md:grid-cols-3">
          {limitMetrics.map((metric) => (
            <PolicyText key={metric} name={`end_users.limits.${metric}`} inputMode="numeric" />
          ))}
        </div>
        <div className="mt-3">
          <PolicyCheck name="end_users.required" />
        </div>
      </fieldset>
    </Part>
  )
}
