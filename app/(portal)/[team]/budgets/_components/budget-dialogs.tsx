'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { useKeptForm } from '#ui/use-kept-form'
import { entered, fieldError } from '../../../../_auth/action-state'
import { AskStop } from '../../_components/ask-stop'
import { stopsAll, termsIn } from '../../_components/stops-all'
import { changeBudgetAction, raiseBudgetAction } from '../_actions/budget-actions'
import { BudgetTerms } from './budget-terms'
import type { BudgetSubject } from './budget-subject'

export function ChangeBudgetDialog({ subject, close }: { subject: BudgetSubject; close: () => void }) {
  const t = useTranslations('budgets')
  const mustAsk = (form: FormData) => subject.ofTeam && stopsAll(termsIn(form)) && !stopsAll(subject)
  const { state, submit, pending, asks, answer } = useKeptForm(changeBudgetAction, mustAsk)
  useDone(state, close)
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent keep title={t('changeTitle', { name: subject.name })} text={t('counts')}>
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          <input type="hidden" name="budget" value={subject.id} />
          <BudgetTerms state={state} of={subject} />
          <Acts save={t('save')} busy={pending} />
        </form>
        {asks ? <AskStop onAnswer={answer} /> : null}
      </DialogContent>
    </Dialog>
  )
}

interface RaiseBudgetDialogProps {
  subject: BudgetSubject
  today: string
  timeZone: string
  close: () => void
}

export function RaiseBudgetDialog({ subject, today, timeZone, close }: RaiseBudgetDialogProps) {
  const t = useTranslations('budgets')
  const [state, action] = useFormAct(raiseBudgetAction)
  useDone(state, close)
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent keep title={t('raiseTitle', { name: subject.name })} text={t('raiseText')}>
        <form action={action} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          <input type="hidden" name="budget" value={subject.id} />
          <div className="grid gap-4 md:grid-cols-2">
            <InputField
              id="raise-by"
              name="by"
              inputMode="decimal"
              autoComplete="off"
              label={t('raiseBy')}
              defaultValue={entered(state, 'by')}
              error={fieldError(state, 'by')}
            />
            <InputField
              id="raise-until"
              name="until"
              type="date"
              min={today}
              label={t('raiseUntil')}
              hint={t('untilHint', { zone: timeZone })}
              defaultValue={entered(state, 'until') ?? today}
              error={fieldError(state, 'until')}
            />
          </div>
          <Acts save={t('raise')} />
        </form>
      </DialogContent>
    </Dialog>
  )
}

export function Acts({ save, busy }: { save: string; busy?: boolean }) {
  const t = useTranslations('ui')
  return (
    <DialogActs>
      <DialogClose asChild>
        <Button variant="secondary">{t('cancel')}</Button>
      </DialogClose>
      <SubmitButton busy={busy}>{save}</SubmitButton>
    </DialogActs>
  )
}
