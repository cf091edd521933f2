'use client'

import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { entered, fieldError } from '../../../../_auth/action-state'
import { inviteAction } from '../_actions/member-actions'
import { LinkOnce } from './link-once'
import { RoleField } from './role-field'

interface InviteProps {
  /** The shown id. */
  team: string
  name: string
  mayOwn: boolean
  /** Whether the invite goes out by mail. */
  mails: boolean
}

export function InviteDialog(props: InviteProps) {
  const t = useTranslations('team')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <UserPlus aria-hidden />
        {t('invite')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent keep title={t('inviteTitle', { team: props.name })} text={t(props.mails ? 'inviteText' : 'inviteNoMail')}>
          <InviteForm {...props} close={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  )
}

function InviteForm({ team, mayOwn, mails, close }: InviteProps & { close: () => void }) {
  const t = useTranslations()
  const [email, setEmail] = useState('')
  const [state, action] = useFormAct(inviteAction)
  useDone(state, ({ link }) => {
    if (link !== null) return
    toast.success(t('team.inviteSent', { email }))
    close()
  })
  if (state.status === 'done' && state.value.link !== null) return <LinkOnce link={state.value.link} email={email} />
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="team" value={team} />
      <InputField
        id="invite-email"
        name="email"
        type="email"
        autoComplete="off"
        label={t('team.email')}
        defaultValue={entered(state, 'email')}
        error={fieldError(state, 'email')}
        onChange={(event) => setEmail(event.target.value.trim())}
      />
      <RoleField initial="developer" mayOwn={mayOwn} error={fieldError(state, 'role')} />
      <DialogActs>
        <DialogClose asChild>
          <Button variant="secondary">{t('ui.cancel')}</Button>
        </DialogClose>
        <SubmitButton>{t(mails ? 'team.inviteSend' : 'team.inviteMake')}</SubmitButton>
      </DialogActs>
    </form>
  )
}
