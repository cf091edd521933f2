'use client'

import { ArrowRight, CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { parseUsd } from '#lib/shared/money'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { Money } from '#ui/money'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../../_auth/action-state'
import { changeCreditAction } from '../_actions/credit-actions'

interface CreditDialogProps {
  /** The shown id. */
  team: string
  name: string
  creditNanos: bigint
  direction: 'grant' | 'take'
}

export function CreditDialog(props: CreditDialogProps) {
  const t = useTranslations('credit')
  const [open, setOpen] = useState(false)
  const { direction, name } = props
  return (
    <>
      <Button variant={direction === 'grant' ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>
        {t(direction)}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent keep title={t(`${direction}Title`, { name })} text={t(`${direction}Text`)}>
          <CreditForm {...props} />
        </DialogContent>
      </Dialog>
    </>
  )
}

/** What is typed as nanodollars, or null while it is no amount. */
function readAmount(text: string): bigint | null {
  try {
    const nanos = parseUsd(text.trim().replace(/^\$/, '').replaceAll(',', ''))
    return nanos > 0n ? nanos : null
  } catch {
    return null
  }
}

function CreditForm({ team, creditNanos, direction }: CreditDialogProps) {
  const t = useTranslations()
  const [state, action] = useFormAct(changeCreditAction)
  const [text, setText] = useState('')
  const amount = readAmount(text)
  const field = (name: string) => ({
    id: `credit-${name}`,
    name,
    autoComplete: 'off',
    error: fieldError(state, name),
    defaultValue: entered(state, name),
  })
  if (state.status === 'done') {
    return (
      <>
        <p role="status" className="flex items-start gap-2">
          <CircleCheck aria-hidden className="h-[1lh] w-4 shrink-0 text-success" />
          <span>
            {state.value.created
              ? t.rich('credit.done', { amount: () => <Money nanos={state.value.amountNanos} as="charge" /> })
              : t('credit.repeated')}
          </span>
        </p>
        <DialogActs>
          <DialogClose asChild>
            <Button>{t('ui.done')}</Button>
          </DialogClose>
        </DialogActs>
      </>
    )
  }
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="team" value={team} />
      <input type="hidden" name="direction" value={direction} />
      <InputField
        {...field('amount_usd')}
        defaultValue={undefined}
        inputMode="decimal"
        label={t('credit.amount')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <InputField {...field('reference')} maxLength={200} label={t('credit.reference')} hint={t('credit.referenceHint')} />
      <InputField {...field('reason')} maxLength={500} label={t('credit.reason')} hint={t('credit.reasonHint')} />
      <p className="flex flex-wrap items-center gap-2 rounded bg-muted px-3 py-2 text-sm">
        <span>{t('credit.newBalance')}</span>
        <Money nanos={creditNanos} as="charge" />
        <ArrowRight aria-hidden className="size-4" />
        <span className="font-semibold" data-testid="new-balance">
          {amount === null ? '–' : <Money nanos={direction === 'grant' ? creditNanos + amount : creditNanos - amount} as="charge" />}
        </span>
      </p>
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton variant={direction === 'take' ? 'destructive' : 'primary'}>{t(`credit.${direction}`)}</SubmitButton>
      </DialogActs>
    </form>
  )
}
