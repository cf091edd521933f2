'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { AlertDialog, AlertDialogCancel, AlertDialogContent } from '#ui/alert-dialog'
import { DialogActs } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField } from '#ui/select'
import { SubmitButton } from '#ui/submit-button'
import { useAct } from '#ui/use-act'
import { type ActionState, fieldError } from '../../../../_auth/action-state'
import type { Heir } from './member-subject'

interface GoDialogProps {
  title: ReactNode
  text: ReactNode
  keysLabel: ReactNode
  keysHint: ReactNode
  confirm: ReactNode
  action: (before: ActionState, form: FormData) => Promise<ActionState>
  fields: Record<string, string>
  /** How many keys count for who goes. */
  keys: number
  heirs: readonly Heir[]
  close: () => void
  done?: () => void
}

/** Somebody goes, by their own will or not; where keys count for them, it asks what becomes of those. */
export function GoDialog({ title, text, keysLabel, keysHint, confirm, action, fields, keys, heirs, close, done }: GoDialogProps) {
  const t = useTranslations()
  const [state, submit] = useAct(action, () => {
    done?.()
    close()
  })
  return (
    <AlertDialog open onOpenChange={close}>
      <AlertDialogContent title={title} text={text}>
        <form action={submit} noValidate className="mt-4 flex flex-col gap-4">
          <FormRefusal state={state} />
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {keys === 0 ? (
            <input type="hidden" name="keys" value="" />
          ) : (
            <SelectField
              id="keys"
              name="keys"
              label={keysLabel}
              hint={keysHint}
              error={fieldError(state, 'keys')}
              placeholder={t('team.chooseKeys')}
              options={[
                ...heirs.map(({ id, email }) => ({ value: id, label: t('team.handOverTo', { email }) })),
                { value: 'revoke', label: t('team.revokeKeys') },
              ]}
            />
          )}
          <DialogActs>
            <AlertDialogCancel>{t('ui.cancel')}</AlertDialogCancel>
            <SubmitButton variant="destructive">{confirm}</SubmitButton>
          </DialogActs>
        </form>
      </AlertDialogContent>
    </AlertDialog>
  )
}
