'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AlertDialog, AlertDialogCancel, AlertDialogContent } from '#ui/alert-dialog'
import { Button } from '#ui/button'
import { DialogActs } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../_auth/action-state'
import { CodeField } from '../../../_auth/code-field'
import { removeFactorAction } from '../_actions/factor-actions'

interface RemoveFactorProps {
  id: string
  name: string
  /** Whether none is left then. */
  last: boolean
}

export function RemoveFactor({ id, name, last }: RemoveFactorProps) {
  const t = useTranslations('account.factor')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="destructive-ghost" size="sm" onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <AlertDialog open={asking} onOpenChange={setAsking}>
        <AlertDialogContent title={t('removeTitle', { name })} text={t(last ? 'removeLast' : 'removeText')}>
          <RemoveForm id={id} close={() => setAsking(false)} />
        </AlertDialogContent>
      </AlertDialog>
    </>
  )
}

function RemoveForm({ id, close }: { id: string; close: () => void }) {
  const t = useTranslations()
  const [state, action] = useFormAct(removeFactorAction)
  useDone(state, close)
  return (
    <form action={action} noValidate className="mt-4 flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="factor" value={id} />
      <CodeField id={`code-${id}`} label={t('account.factor.code')} error={fieldError(state, 'code')} />
      <DialogActs>
        <AlertDialogCancel>{t('ui.cancel')}</AlertDialogCancel>
        <SubmitButton variant="destructive">{t('account.factor.remove')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
