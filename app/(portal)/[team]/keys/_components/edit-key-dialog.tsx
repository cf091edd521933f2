'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { updateKeyAction } from '../_actions/key-actions'
import { KeyFields } from './key-fields'
import type { KeyPlace, KeySubject } from './key-subject'

interface EditKeyDialogProps {
  place: KeyPlace
  subject: KeySubject
  close: () => void
}

export function EditKeyDialog({ place, subject, close }: EditKeyDialogProps) {
  const t = useTranslations()
  const [state, action] = useFormAct(updateKeyAction)
  useDone(state, close)
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent keep title={t('keys.editTitle', { name: subject.name })} text={t('keys.editText')}>
        <form action={action} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          <input type="hidden" name="key" value={subject.id} />
          <KeyFields state={state} place={place} of={subject} mayBudget={place.mayGovern} />
          <DialogActs>
            <DialogClose asChild>
              <Button variant="secondary">{t('ui.cancel')}</Button>
            </DialogClose>
            <SubmitButton>{t('keys.save')}</SubmitButton>
          </DialogActs>
        </form>
      </DialogContent>
    </Dialog>
  )
}
