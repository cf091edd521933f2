'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { reverseCreditAction } from '../_actions/credit-actions'

/** Takes one credit back whole, below zero if it was spent; asks for the reason first. */
export function ReverseEntry({ entry, amount, reference }: { entry: string; amount: ReactNode; reference: string }) {
  const t = useTranslations('credit')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="destructive-ghost" size="sm" onClick={() => setOpen(true)} aria-label={t('reverseNamed', { reference })}>
        {t('reverse')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent keep title={t('reverseNamed', { reference })} text={t('reverseText')}>
          <p className="mb-4">{amount}</p>
          <ReverseForm entry={entry} close={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  )
}

function ReverseForm({ entry, close }: { entry: string; close: () => void }) {
  const t = useTranslations()
  const [state, action] = useFormAct(reverseCreditAction)
  useDone(state, close)
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="entry" value={entry} />
      <InputField
        id="reverse-reason"
        name="reason"
        autoComplete="off"
        maxLength={500}
        label={t('credit.reason')}
        error={fieldError(state, 'reason')}
      />
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton variant="destructive">{t('credit.reverse')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
