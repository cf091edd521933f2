'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { FormRefusal } from '#ui/form-refusal'
import { Input } from '#ui/input'
import { Label } from '#ui/label'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { setMarkupAction } from '../_actions/price-actions'

/** One markup for everything that is ticked; prices follow at the next import. */
export function BulkMarkup({ models, clear }: { models: readonly string[]; clear: () => void }) {
  const t = useTranslations('models')
  const [state, action] = useFormAct(setMarkupAction)
  useDone(state, ({ changed }) => {
    toast(t('markupSet', { count: changed }))
    clear()
  })
  return (
    <form action={action} noValidate className="flex flex-wrap items-center gap-3 border-b bg-primary-soft px-5 py-2 max-md:px-4">
      <input type="hidden" name="models" value={models.join('\n')} />
      <span className="text-sm font-medium">{t('ticked', { count: models.length })}</span>
      <Label htmlFor="bulk-markup">{t('markupPercent')}</Label>
      <Input id="bulk-markup" name="markupPercent" inputMode="decimal" autoComplete="off" className="max-w-24" />
      <SubmitButton size="sm">{t('setMarkup')}</SubmitButton>
      <Button variant="ghost" size="sm" onClick={clear}>
        {t('untick')}
      </Button>
      <FormRefusal state={state} />
    </form>
  )
}
