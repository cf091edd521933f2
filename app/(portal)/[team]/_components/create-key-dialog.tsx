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
import { createKeyAction } from '../_actions/key-actions'

interface CreateKeyDialogProps {
  team: string
  baseUrl: string
  /** The one next act of the page, while there is no key. */
  primary: boolean
}

export function CreateKeyDialog({ team, baseUrl, primary }: CreateKeyDialogProps) {
  const t = useTranslations('keys')
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button variant={primary ? 'primary' : 'secondary'} size={primary ? 'md' : 'sm'}>
          <Plus aria-hidden />
          {t('create')}
        </Button>
      </DialogTrigger>
      <DialogContent title={t('create')} text={t('createText')}>
        <CreateKeyForm team={team} baseUrl={baseUrl} />
      </DialogContent>
    </Dialog>
  )
}

function CreateKeyForm({ team, baseUrl }: { team: string; baseUrl: string }) {
  const t = useTranslations()
  const [state, action] = useActionState(createKeyAction, idle)
  if (state.status === 'done') {
    return (
      <>
        <SecretPanel secret={state.value.secret} env={{ OPENAI_API_KEY: state.value.secret, OPENAI_BASE_URL: baseUrl }} fileName="tollgate.env" />
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
        id="key-name"
        name="name"
        maxLength={100}
        autoComplete="off"
        label={t('keys.name')}
        hint={t('keys.nameHint')}
        defaultValue={entered(state, 'name')}
        error={fieldError(state, 'name')}
      />
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton>{t('keys.create')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
