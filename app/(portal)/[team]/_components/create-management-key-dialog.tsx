'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { Button } from '#ui/button'
import { DialogActs, DialogClose } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SecretDialog } from '#ui/secret-dialog'
import { SecretPanel } from '#ui/secret-panel'
import { SubmitButton } from '#ui/submit-button'
import { entered, fieldError, idle } from '../../../_auth/action-state'
import { createManagementKeyAction } from '../_actions/management-key-actions'

export function CreateManagementKeyDialog({ team }: { team: string }) {
  const t = useTranslations('managementKeys')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('create')}
      </Button>
      <SecretDialog open={open} onOpenChange={setOpen} title={t('create')} text={t('createText')}>
        <CreateManagementKeyForm team={team} />
      </SecretDialog>
    </>
  )
}

function CreateManagementKeyForm({ team }: { team: string }) {
  const t = useTranslations()
  const [state, action] = useActionState(createManagementKeyAction, idle)
  if (state.status === 'done') {
    return (
      <SecretPanel secret={state.value.secret} env={{ TOLLGATE_MANAGEMENT_KEY: state.value.secret }} fileName="tollgate-management.env" />
    )
  }
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="team" value={team} />
      <InputField
        id="management-key-name"
        name="name"
        maxLength={100}
        autoComplete="off"
        label={t('managementKeys.name')}
        defaultValue={entered(state, 'name')}
        error={fieldError(state, 'name')}
      />
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton>{t('managementKeys.create')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
