'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, use, useActionState, useState } from 'react'
import { Button, type ButtonProps } from '#ui/button'
import { DialogActs, DialogClose } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SecretDialog } from '#ui/secret-dialog'
import { SecretPanel } from '#ui/secret-panel'
import { SubmitButton } from '#ui/submit-button'
import { entered, fieldError, idle } from '../../../_auth/action-state'
import { createKeyAction } from '../_actions/key-actions'
import { writeCurl } from '../../../_snippets/write-curl'

const OpenContext = createContext<() => void>(() => undefined)

interface KeyPlace {
  team: string
  baseUrl: string
  /** The one that the example calls. */
  model: string
}

/**
 * Holds the dialog apart from the buttons that open it: the first key takes the empty list's button away, and the
 * secret must not go with it.
 */
export function CreateKeyProvider({ children, ...place }: KeyPlace & { children: ReactNode }) {
  const t = useTranslations('keys')
  const [open, setOpen] = useState(false)
  return (
    <OpenContext value={() => setOpen(true)}>
      {children}
      <SecretDialog open={open} onOpenChange={setOpen} title={t('create')} text={t('createText')}>
        <CreateKeyForm {...place} />
      </SecretDialog>
    </OpenContext>
  )
}

export function CreateKeyButton(props: Pick<ButtonProps, 'variant' | 'size'>) {
  const t = useTranslations('keys')
  return (
    <Button {...props} onClick={use(OpenContext)}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  )
}

function CreateKeyForm({ team, baseUrl, model }: KeyPlace) {
  const t = useTranslations()
  const [state, action] = useActionState(createKeyAction, idle)
  if (state.status === 'done') {
    const { secret } = state.value
    return (
      <SecretPanel
        secret={secret}
        env={{ OPENAI_API_KEY: secret, OPENAI_BASE_URL: baseUrl }}
        fileName="tollgate.env"
        snippet={{ code: writeCurl({ baseUrl, model, apiKey: secret }), label: t('firstSteps.curl') }}
      />
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
