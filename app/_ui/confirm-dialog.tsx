'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { type ActionState, entered, fieldError } from '../_auth/action-state'
import { AlertDialog, AlertDialogCancel, AlertDialogContent } from './alert-dialog'
import { DialogActs } from './dialog'
import { InputField } from './field'
import { FormRefusal } from './form-refusal'
import { SubmitButton } from './submit-button'
import { toast } from './toast'
import { useAct } from './use-act'
import { useDone } from './use-done'

/** A line that the act keeps, sent as `reason`. */
export interface AskedReason {
  label: string
  hint: string
}

interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** What stops working, and for whom. */
  text: ReactNode
  confirm: ReactNode
  action: (before: ActionState, form: FormData) => Promise<ActionState>
  fields: Record<string, string>
  /** What has to be typed before an act that cannot be undone. */
  typed?: string
  reason?: AskedReason
  /** Said once it is done. */
  done?: string
}

export function ConfirmDialog({ open, onOpenChange, title, text, ...form }: ConfirmDialogProps) {
  return (
    <AlertDialog open={open} onOpenChange={onOpenChange}>
      <AlertDialogContent title={title} text={text}>
        <ConfirmForm {...form} close={() => onOpenChange(false)} />
      </AlertDialogContent>
    </AlertDialog>
  )
}

type ConfirmFormProps = Pick<ConfirmDialogProps, 'confirm' | 'action' | 'fields' | 'typed' | 'reason' | 'done'> & { close: () => void }

function ConfirmForm({ confirm, action, fields, typed, reason, done, close }: ConfirmFormProps) {
  const t = useTranslations('ui')
  const [state, submit] = useAct(action, () => {
    if (done !== undefined) toast.success(done)
  })
  const [text, setText] = useState('')
  useDone(state, close)

  return (
    <form action={submit} noValidate className="mt-4 flex flex-col gap-4">
      <FormRefusal state={state} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {reason === undefined ? null : (
        <InputField
          id="confirm-reason"
          name="reason"
          maxLength={500}
          autoComplete="off"
          label={reason.label}
          hint={reason.hint}
          defaultValue={entered(state, 'reason')}
          error={fieldError(state, 'reason')}
        />
      )}
      {typed === undefined ? null : (
        <InputField
          id="confirm-name"
          name="typed"
          autoComplete="off"
          label={t.rich('typeToConfirm', { name: () => <code className="font-mono break-all">{typed}</code> })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <DialogActs>
        <AlertDialogCancel>{t('cancel')}</AlertDialogCancel>
        <SubmitButton variant="destructive" disabled={typed !== undefined && text !== typed}>
          {confirm}
        </SubmitButton>
      </DialogActs>
    </form>
  )
}
