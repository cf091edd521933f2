'use client'

import { useTranslations } from 'next-intl'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../../_auth/action-state'
import { setPriceAction } from '../_actions/price-actions'
import { AtLoss } from './at-loss'

/** A price as its form shows it, in dollars per million tokens; empty fields fall back to input or output. */
export interface PriceTexts {
  input: string
  output: string
  cacheRead: string
  cacheWrite5m: string
  cacheWrite1h: string
  reasoning: string
  audioIn: string
  audioOut: string
  image: string
  request: string
}

const rates = [
  'input',
  'output',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'reasoning',
  'audioIn',
  'audioOut',
  'image',
  'request',
] as const

export const noPrice: PriceTexts = {
  input: '',
  output: '',
  cacheRead: '',
  cacheWrite5m: '',
  cacheWrite1h: '',
  reasoning: '',
  audioIn: '',
  audioOut: '',
  image: '',
  request: '',
}

interface PriceFieldsProps {
  /** Null: the form asks for it. */
  name: string | null
  /** Null: the form asks for it. */
  group: string | null
  price: PriceTexts
  /** Percent; null where the form is not about it. */
  markup: string | null
  done?: () => void
}

/** Every class of a price for one group; saving makes a new version. */
export function PriceFields({ name, group, price, markup, done }: PriceFieldsProps) {
  const t = useTranslations('models')
  const [state, action] = useFormAct(setPriceAction)
  useDone(state, () => {
    toast(t('priceSaved'))
    done?.()
  })
  const prefix = `price-${group ?? 'new'}`
  const field = (key: string, value: string) => ({
    id: `${prefix}-${key}`,
    name: key,
    autoComplete: 'off',
    error: fieldError(state, key),
    defaultValue: entered(state, key) ?? value,
  })
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      {name === null ? (
        <InputField {...field('name', '')} spellCheck={false} maxLength={200} label={t('name')} hint={t('nameHint')} />
      ) : (
        <input type="hidden" name="name" value={name} />
      )}
      {group === null ? (
        <InputField
          {...field('group', name === null ? 'default' : '')}
          spellCheck={false}
          maxLength={40}
          label={t('group')}
          hint={t('groupHint')}
        />
      ) : (
        <input type="hidden" name="group" value={group} />
      )}
      <div className="grid grid-cols-2 gap-4 md:grid-cols-3">
        {rates.map((rate) => (
          <InputField key={rate} {...field(rate, price[rate])} inputMode="decimal" label={t(`fields.${rate}`)} />
        ))}
        {markup === null ? null : (
          <InputField {...field('markupPercent', markup)} inputMode="decimal" label={t('markupPercent')} hint={t('markupHint')} />
        )}
      </div>
      <AtLoss id={`${prefix}-belowCost`} text={fieldError(state, 'belowCost')} />
      <div>
        <SubmitButton>{t('save')}</SubmitButton>
      </div>
    </form>
  )
}
