'use client'

import { Pencil, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { Button, buttonClass } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent, DialogTrigger } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { entered, fieldError, idle } from '../../../_auth/action-state'
import { setPriceAction } from '../_actions/price-actions'

/** A model's price as its form shows it, in dollars. */
export interface PriceForm {
  name: string
  input: string
  output: string
  cacheRead: string
  request: string
  markupPercent: string
}

/** Prices an existing model, or, without one, a model named in the form. */
export function SetPriceDialog({ price }: { price: PriceForm | null }) {
  const t = useTranslations('models')
  const [open, setOpen] = useState(false)
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      {price ? (
        <DialogTrigger className={buttonClass('ghost', 'icon')} aria-label={t('editNamed', { name: price.name })}>
          <Pencil aria-hidden />
        </DialogTrigger>
      ) : (
        <DialogTrigger asChild>
          <Button variant="secondary" size="sm">
            <Plus aria-hidden />
            {t('set')}
          </Button>
        </DialogTrigger>
      )}
      <DialogContent keep title={price ? t('editTitle', { name: price.name }) : t('setTitle')} text={t('setText')}>
        <SetPriceForm price={price} close={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  )
}

function SetPriceForm({ price, close }: { price: PriceForm | null; close: () => void }) {
  const t = useTranslations()
  const [state, action] = useActionState(setPriceAction, idle)
  useDone(state, close)
  const field = (name: keyof PriceForm) => ({
    id: `price-${name}`,
    name,
    autoComplete: 'off',
    error: fieldError(state, name),
    defaultValue: entered(state, name) ?? price?.[name] ?? (name === 'markupPercent' ? '0' : ''),
  })
  const amount = (name: keyof PriceForm) => ({ ...field(name), inputMode: 'decimal' as const })
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      {price ? (
        <input type="hidden" name="name" value={price.name} />
      ) : (
        <InputField {...field('name')} spellCheck={false} maxLength={200} label={t('models.name')} hint={t('models.nameHint')} />
      )}
      <div className="grid grid-cols-2 gap-4">
        <InputField {...amount('input')} label={t('models.inputPrice')} />
        <InputField {...amount('output')} label={t('models.outputPrice')} />
        <InputField {...amount('cacheRead')} label={t('models.cacheReadPrice')} hint={t('models.cacheReadHint')} />
        <InputField {...amount('request')} label={t('models.requestPrice')} hint={t('models.requestHint')} />
        <InputField {...amount('markupPercent')} label={t('models.markupPercent')} hint={t('models.markupHint')} />
      </div>
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton>{t('models.save')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
