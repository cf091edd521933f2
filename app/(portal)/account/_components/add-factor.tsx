'use client'

import { useTranslations } from 'next-intl'
import { CopyButton } from '#ui/copy-button'
import { Dialog, DialogActs, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { PasswordField } from '#ui/password-field'
import { SubmitButton } from '#ui/submit-button'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../_auth/action-state'
import { CodeField } from '../../../_auth/code-field'
import { beginFactorAction, confirmFactorAction, type NewFactor } from '../_actions/factor-actions'

interface AddFactorProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Whether the account has a password to be asked for. */
  password: boolean
}

/** Two steps: who asks, then the key of the new app and its first code. */
export function AddFactor({ open, onOpenChange, password }: AddFactorProps) {
  const t = useTranslations('account.factor')
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t('add')} keep>
        <Steps password={password} close={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  )
}

function Steps({ password, close }: { password: boolean; close: () => void }) {
  const t = useTranslations('account')
  const [state, action] = useFormAct(beginFactorAction)
  if (state.status === 'done') return <Confirm factor={state.value} close={close} />
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <p className="text-sm text-muted-foreground">{t('factor.addText')}</p>
      <FormRefusal state={state} />
      <InputField
        id="factor-name"
        name="name"
        autoComplete="off"
        maxLength={60}
        label={t('factor.name')}
        hint={t('factor.nameHint')}
        defaultValue={entered(state, 'name')}
        error={fieldError(state, 'name')}
      />
      {password ? (
        <PasswordField
          id="factor-present"
          name="present"
          autoComplete="current-password"
          label={t('password.present')}
          error={fieldError(state, 'present')}
        />
      ) : null}
      <DialogActs>
        <SubmitButton>{t('factor.next')}</SubmitButton>
      </DialogActs>
    </form>
  )
}

function Confirm({ factor, close }: { factor: NewFactor; close: () => void }) {
  const t = useTranslations('account.factor')
  const [state, action] = useFormAct(confirmFactorAction)
  useDone(state, close)
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <div className="flex items-center gap-5 max-md:flex-col max-md:items-stretch">
        {/* Cameras want dark on light, in either theme. */}
        <div className="shrink-0 self-center rounded border p-2.5" style={{ backgroundColor: '#fff' }}>
          <div role="img" aria-label={t('qr')} className="size-44 bg-contain" style={{ backgroundImage: `url("${factor.qr}")` }} />
        </div>
        <div className="flex min-w-0 flex-col items-start gap-2">
          <p>{t('scan')}</p>
          <code data-testid="factor-key" className="rounded border bg-muted px-2.5 py-1.5 font-mono text-sm break-all select-all">
            {factor.key}
          </code>
          <CopyButton text={factor.key} label={t('copyKey')} />
        </div>
      </div>
      <input type="hidden" name="factor" value={factor.id} />
      <CodeField id="factor-code" label={t('enter')} error={fieldError(state, 'code')} />
      <DialogActs>
        <SubmitButton>{t('turnOn')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
