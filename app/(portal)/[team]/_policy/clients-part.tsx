'use client'

import { useTranslations } from 'next-intl'
import { clientTools } from '#lib/shared/policy/client-tools'
import { FieldError } from '#ui/field'
import { usePolicyFields } from './policy-field'
import { useFollowed } from './use-followed'

const rules = ['any', 'only', 'except'] as const

/** Which tools the key may be used with, as far as they say who they are. */
export function ClientsPart() {
  const t = useTranslations('policy')
  const names = useTranslations('clientTools')
  const { value, error } = usePolicyFields()
  const saved = value('clients.tools').split(',')
  const [{ rule, tools }, change] = useFollowed({
    rule: value('clients.rule') || 'any',
    tools: saved.filter((tool) => tool !== ''),
  })
  const tick = (tool: string, ticked: boolean) =>
    change((before) => ({ ...before, tools: ticked ? [...before.tools, tool] : before.tools.filter((other) => other !== tool) }))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t('fields.clients')}</legend>
      <input type="hidden" name="clients.tools" value={tools.join(',')} />
      <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {rules.map((name) => (
          <label key={name} className="flex items-center gap-2 max-md:min-h-9">
            <input
              type="radio"
              name="clients.rule"
              value={name}
              checked={rule === name}
              onChange={() => change((before) => ({ ...before, rule: name }))}
              className="size-4 accent-primary-solid"
            />
            {t(`clientRules.${name}`)}
          </label>
        ))}
      </div>
      {rule === 'any' ? null : (
        <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 rounded border px-3 py-2.5 text-sm md:grid-cols-3">
          {clientTools.map((tool) => (
            <label key={tool} className="flex min-w-0 items-center gap-2 max-md:min-h-9">
              <input
                type="checkbox"
                checked={tools.includes(tool)}
                onChange={(event) => tick(tool, event.target.checked)}
                className="size-4 shrink-0 accent-primary-solid"
              />
              <span className="truncate">{names(tool)}</span>
            </label>
          ))}
        </div>
      )}
      <FieldError text={error('clients.rule')} />
      <p className="text-sm text-muted-foreground">{t('hints.clients')}</p>
    </fieldset>
  )
}
