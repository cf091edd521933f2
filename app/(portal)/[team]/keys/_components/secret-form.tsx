'use client'

import { type ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { DialogActs, DialogClose } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useFormAct } from '#ui/use-form-act'
import type { ActionState } from '../../../../_auth/action-state'

interface SecretFormProps {
  action: (before: ActionState<{ secret: string }>, form: FormData) => Promise<ActionState<{ secret: string }>>
  hidden: Record<string, string>
  submit: ReactNode
  fields: (state: ActionState<{ secret: string }>) => ReactNode
  /** What takes the form's place once the secret is there. */
  shown: (secret: string) => ReactNode
}

/** A form that ends in a secret; stands in a `SecretDialog`. */
export function SecretForm({ action, hidden, submit, fields, shown }: SecretFormProps) {
  const t = useTranslations('ui')
  const [state, act] = useFormAct(action)
  if (state.status === 'done') return shown(state.value.secret)
  return (
    <form action={act} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields(state)}
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('cancel')}</Button>
        </DialogClose>
        <SubmitButton>{submit}</SubmitButton>
      </DialogActs>
    </form>
  )
}
