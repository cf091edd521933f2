'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useAct } from '#ui/use-act'
import { useDone } from '#ui/use-done'
import { useRunAction } from '#ui/use-run-action'
import { entered, fieldError } from '../../../../../_auth/action-state'
import { blockKeyAction, enableKeyAction } from '../../_actions/key-actions'

/** Blocks a key, which asks for a reason, or lets it work again. */
export function BlockKey({ shownKey, name, blocked }: { shownKey: string; name: string; blocked: boolean }) {
  const t = useTranslations()
  const [open, setOpen] = useState(false)
  const [pending, start] = useTransition()
  const runAction = useRunAction()
  const unblock = () =>
    start(async () => {
      const outcome = await runAction(enableKeyAction, { key: shownKey })
      if (outcome.status === 'refused') toast.error(outcome.message)
      else toast.success(t('keys.nowUnblocked', { name }))
    })
  if (blocked)
    return (
      <Button variant="secondary" aria-disabled={pending || undefined} onClick={unblock}>
        {t('policy.unblock')}
      </Button>
    )
  return (
    <>
      <Button variant="secondary" onClick={() => setOpen(true)}>
        {t('policy.block')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent keep title={t('policy.blockTitle', { name })} text={t('policy.blockText')}>
          <BlockForm shownKey={shownKey} name={name} close={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  )
}

function BlockForm({ shownKey, name, close }: { shownKey: string; name: string; close: () => void }) {
  const t = useTranslations()
  const [state, action] = useAct(blockKeyAction, () => toast.success(t('keys.nowBlocked', { name })))
  useDone(state, close)
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="key" value={shownKey} />
      <InputField
        id="block-reason"
        name="reason"
        maxLength={500}
        autoComplete="off"
        label={t('policy.blockReason')}
        hint={t('policy.blockReasonHint')}
        defaultValue={entered(state, 'reason')}
        error={fieldError(state, 'reason')}
      />
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton variant="destructive">{t('policy.block')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
