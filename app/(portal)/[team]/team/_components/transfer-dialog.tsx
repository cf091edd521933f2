'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AlertDialog, AlertDialogCancel, AlertDialogContent } from '#ui/alert-dialog'
import { Button } from '#ui/button'
import { DialogActs } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useAct } from '#ui/use-act'
import { fieldError } from '../../../../_auth/action-state'
import { transferAction } from '../_actions/member-actions'
import type { Heir } from './member-subject'

interface TransferProps {
  team: string
  name: string
  successors: readonly Heir[]
}

export function TransferDialog(props: TransferProps) {
  const t = useTranslations('team')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="secondary" onClick={() => setAsking(true)}>
        {t('transfer')}
      </Button>
      <AlertDialog open={asking} onOpenChange={setAsking}>
        <AlertDialogContent title={t('transferTitle', { team: props.name })} text={t('transferText')}>
          <TransferForm {...props} close={() => setAsking(false)} />
        </AlertDialogContent>
      </AlertDialog>
    </>
  )
}

function TransferForm({ team, successors, close }: TransferProps & { close: () => void }) {
  const t = useTranslations()
  const [state, action] = useAct(transferAction, () => {
    toast.success(t('team.transferred'))
    close()
  })
  return (
    <form action={action} noValidate className="mt-4 flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="team" value={team} />
      <SelectField
        id="successor"
        name="user"
        label={t('team.transferTo')}
        error={fieldError(state, 'user')}
        placeholder={t('team.chooseKeys')}
        options={successors.map(({ id, email }) => ({ value: id, label: email }))}
      />
      <DialogActs>
        <AlertDialogCancel>{t('ui.cancel')}</AlertDialogCancel>
        <SubmitButton variant="destructive">{t('team.transfer')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
