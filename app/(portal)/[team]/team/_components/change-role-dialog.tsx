'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { Dialog, DialogActs, DialogClose, DialogContent } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SubmitButton } from '#ui/submit-button'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useFormAct } from '#ui/use-form-act'
import { fieldError } from '../../../../_auth/action-state'
import { changeRoleAction } from '../_actions/member-actions'
import type { MemberPlace, MemberSubject } from './member-subject'
import { RoleField } from './role-field'

interface ChangeRoleDialogProps {
  place: MemberPlace
  member: MemberSubject
  close: () => void
}

export function ChangeRoleDialog({ place, member, close }: ChangeRoleDialogProps) {
  const t = useTranslations()
  const [state, action] = useFormAct(changeRoleAction)
  useDone(state, () => {
    toast.success(t('team.roleChanged'))
    close()
  })
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent keep title={t('team.changeRoleTitle', { email: member.email })}>
        <form action={action} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          <input type="hidden" name="team" value={place.team} />
          <input type="hidden" name="user" value={member.id} />
          <RoleField initial={member.role} mayOwn={place.mayOwn} error={fieldError(state, 'role')} />
          <DialogActs>
            <DialogClose asChild>
              <Button variant="secondary">{t('ui.cancel')}</Button>
            </DialogClose>
            <SubmitButton>{t('team.changeRole')}</SubmitButton>
          </DialogActs>
        </form>
      </DialogContent>
    </Dialog>
  )
}
