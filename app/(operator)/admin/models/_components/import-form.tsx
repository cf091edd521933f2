'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { ModelImport } from '#lib/portal/prices/compare-prices'
import { Badge } from '#ui/badge'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { FormRefusal } from '#ui/form-refusal'
import { Input } from '#ui/input'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { applyImportAction } from '../_actions/price-actions'
import { Difference, TierDifference } from './difference'

interface ImportFormProps {
  /** With the markup in percent that its sell prices have. */
  changes: readonly (Pick<ModelImport, 'model' | 'setByHand' | 'differences'> & { markup: string })[]
  /** Models without a list price. */
  unknown: readonly string[]
  /** One markup in percent for all, kept as theirs; null leaves each its own. */
  markup: string | null
  /** Stands here when nothing differs: the form itself has to outlive the last change it applied, to lead on. */
  empty: ReactNode
}

/** One line per model, ticked unless its price was set by hand. */
export function ImportForm({ changes, unknown, markup, empty }: ImportFormProps) {
  const t = useTranslations('models')
  const router = useRouter()
  const [state, action] = useFormAct(applyImportAction)
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(changes.filter((change) => !change.setByHand).map((change) => change.model)),
  )
  useDone(state, ({ applied }) => {
    toast(t('applied', { count: applied }))
    router.push('/admin/models')
  })
  const shown = changes.filter(({ model }) => model.toLowerCase().includes(search.trim().toLowerCase()))
  const toggle = (model: string) => {
    const next = new Set(chosen)
    if (!next.delete(model)) next.add(model)
    setChosen(next)
  }
  if (changes.length === 0) return empty
  return (
    <form action={action} className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="models" value={[...chosen].join('\n')} />
      {markup === null ? null : <input type="hidden" name="markupPercent" value={markup} />}
      <div className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-8 max-w-64 text-sm max-md:h-11 max-md:max-w-none"
        />
        <Button variant="ghost" size="sm" onClick={() => setChosen(new Set([...chosen, ...shown.map(({ model }) => model)]))}>
          {t('tickShown')}
        </Button>
        <Button variant="ghost" size="sm" onClick={() => setChosen(new Set())}>
          {t('untick')}
        </Button>
        <span className="ml-auto max-md:w-full">
          <SubmitButton disabled={chosen.size === 0}>{t('importApply', { count: chosen.size })}</SubmitButton>
        </span>
      </div>
      <Card>
        <ul className="divide-y">
          {shown.map((change) => (
            <li key={change.model} data-testid="price-change" className="px-5 py-2.5 max-md:px-4">
              <div className="flex items-center gap-3 text-sm">
                <input
                  type="checkbox"
                  id={`import-${change.model}`}
                  className="size-4 accent-(--primary-solid)"
                  checked={chosen.has(change.model)}
                  onChange={() => toggle(change.model)}
                />
                <label htmlFor={`import-${change.model}`} className="min-w-0 truncate font-mono">
                  {change.model}
                </label>
                {change.setByHand ? <Badge tone="warning">{t('setByHand')}</Badge> : null}
                <span className="ml-auto shrink-0 text-muted-foreground max-md:hidden">
                  {t(markupWords(change.markup), { percent: change.markup })}
                </span>
              </div>
              <p className="ml-7 text-sm text-muted-foreground md:hidden">{t(markupWords(change.markup), { percent: change.markup })}</p>
              <div className="mt-1 ml-7 grid gap-x-8 text-sm text-muted-foreground md:grid-cols-2">
                {change.differences.map((difference) => {
                  const Shown = difference.tiers ? TierDifference : Difference
                  return <Shown key={difference.kind + difference.field} difference={difference} />
                })}
              </div>
            </li>
          ))}
        </ul>
      </Card>
      {unknown.length > 0 ? <p className="text-sm text-muted-foreground">{t('importUnknown', { models: unknown.join(', ') })}</p> : null}
    </form>
  )
}

/** What a markup in percent means for the one who sells. */
function markupWords(percent: string): 'markupOf' | 'markupNone' | 'markupBelow' {
  if (percent === '0') return 'markupNone'
  return percent.startsWith('-') ? 'markupBelow' : 'markupOf'
}
