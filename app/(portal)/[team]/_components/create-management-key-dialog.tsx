'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent, DialogTrigger } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SecretPanel } from '#ui/secret-panel'
import { SubmitButton } from '#ui/submit-button'
import { entered, fieldError, idle } from '../../../_auth/action-state'
import { createManagementKeyAction } from '../_actions/management-key-actions'

export function CreateManagementKeyDialog({ team }: { team: string }) {
  const t = useTranslations('managementKeys')
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button variant="secondary" size="sm">
          <Plus aria-hidden />
          {t('create')}
        </Button>
      </DialogTrigger>
      <DialogContent keep title={t('create')} text={t('createText')}>
        <CreateManagementKeyForm team={team} />
      </DialogContent>
    </Dialog>
  )
}

function CreateManagementKeyForm({ team }: { team: string }) {
  const t = useTranslations()
  const [state, action] = useActionState(createManagementKeyAction, idle)
  if (state.status === 'done') {
    return (
      <>
        <SecretPanel secret={state.value.secret} env={{ TOLLGATE_MANAGEMENT_KEY: state.value.secret }} fileName="tollgate-management.env" />
        <DialogActs>
          <DialogClose asChild>
            <Button variant="secondary">{t('ui.done')}</Button>
          </DialogClose>
        </DialogActs>
      </>
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
