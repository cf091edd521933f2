'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TextareaField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { addCredentialsAction } from '../_actions/channel-actions'

export function AddCredentials({ id }: { id: string }) {
  const t = useTranslations('channels')
  const [state, action] = useFormAct(addCredentialsAction)
  const [text, setText] = useState('')
  useDone(state, () => setText(''))
  return (
    <form action={action} noValidate className="flex flex-col gap-3">
      <FormRefusal state={state} />
      <input type="hidden" name="channel" value={id} />
      <TextareaField
        id="add-credentials"
        name="credentials"
        autoComplete="off"
        spellCheck={false}
        rows={2}
        label={t('addCredentials')}
        hint={t('credentialsHint')}
        error={fieldError(state, 'credentials')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div>
        <SubmitButton variant="secondary" disabled={text.trim() === ''}>
          {t('addThem')}
        </SubmitButton>
      </div>
    </form>
  )
}
