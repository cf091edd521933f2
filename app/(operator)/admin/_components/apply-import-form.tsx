'use client'

import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import type { ModelImport, PriceDifference } from '#lib/portal/prices/compare-prices'
import { Badge } from '#ui/badge'
import { Button } from '#ui/button'
import { DialogActs, DialogClose } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { Money } from '#ui/money'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { idle } from '../../../_auth/action-state'
import { applyImportAction } from '../_actions/price-actions'

export interface ImportPlan {
  changes: Pick<ModelImport, 'model' | 'setByHand' | 'differences'>[]
  /** Models without a list price. */
  unknown: string[]
}

/** One line per model, ticked unless its price was set by hand. */
export function ApplyImportForm({ plan, applied }: { plan: ImportPlan; applied: (count: number) => void }) {
  const t = useTranslations()
  const [state, action] = useActionState(applyImportAction, idle)
  const [chosen, setChosen] = useState(() => new Set(plan.changes.filter((change) => !change.setByHand).map((change) => change.model)))
  useDone(state, (value) => applied(value.applied))

  const toggle = (model: string) =>
    setChosen((before) => {
      const after = new Set(before)
      if (!after.delete(model)) after.add(model)
      return after
    })
  return (
    <form action={action} className="flex flex-col gap-3">
      <FormRefusal state={state} />
      <input type="hidden" name="models" value={[...chosen].join('\n')} />
      {plan.changes.length === 0 ? <p>{t('models.importNone')}</p> : null}
      <ul className="divide-y border-y empty:hidden">
        {plan.changes.map((change) => (
          <li key={change.model} data-testid="price-change" className="py-2.5">
            <div className="flex items-center gap-3 text-sm">
              <input
                type="checkbox"
                id={`import-${change.model}`}
                className="size-4 accent-primary"
                checked={chosen.has(change.model)}
                onChange={() => toggle(change.model)}
              />
              <label htmlFor={`import-${change.model}`} className="font-mono">
                {change.model}
              </label>
              {change.setByHand ? <Badge tone="warning">{t('models.setByHand')}</Badge> : null}
            </div>
            <div className="mt-1 ml-7 grid gap-x-6 text-sm text-muted-foreground md:grid-cols-2">
              {change.differences.map((difference) => (
                <Difference key={difference.kind + difference.field} difference={difference} />
              ))}
            </div>
          </li>
        ))}
      </ul>
      {plan.unknown.length > 0 ? (
        <p className="text-sm text-muted-foreground">{t('models.importUnknown', { models: plan.unknown.join(', ') })}</p>
      ) : null}
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton disabled={chosen.size === 0}>{t('models.importApply', { count: chosen.size })}</SubmitButton>
      </DialogActs>
    </form>
  )
}

function Difference({ difference }: { difference: PriceDifference }) {
  const t = useTranslations()
  const key = `priceField.${difference.field}` as Parameters<typeof t>[0]
  return (
    <span className="flex items-center justify-between gap-3">
      <span>
        {t(`priceKind.${difference.kind}`)} {t(key)}
      </span>
      <span className="flex items-center gap-1.5">
        <Amount value={difference.old} />
        <ArrowRight aria-hidden className="size-3.5" />
        <span className="text-foreground">
          <Amount value={difference.new} />
        </span>
      </span>
    </span>
  )
}

/** Tiers are a text of their own, too long for a line: they are only told to have changed. */
function Amount({ value }: { value: PriceDifference['old'] }) {
  const t = useTranslations()
  if (value === null) return t('models.nothing')
  return typeof value === 'bigint' ? <Money nanos={value} as="charge" /> : t('priceField.changed')
}
