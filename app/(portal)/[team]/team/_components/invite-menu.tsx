'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { buttonClass } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { Dialog, DialogContent } from '#ui/dialog'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from '#ui/dropdown-menu'
import { toast } from '#ui/toast'
import { useRunAction } from '#ui/use-run-action'
import { resendInviteAction, revokeInviteAction } from '../_actions/member-actions'
import { LinkOnce } from './link-once'

/** Sends an open invite again, or takes it back. */
export function InviteMenu({ id, email }: { id: string; email: string }) {
  const t = useTranslations('team')
  const [revoking, setRevoking] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const [, start] = useTransition()
  const runAction = useRunAction()
  const resend = () =>
    start(async () => {
      const outcome = await runAction(resendInviteAction, { invite: id })
      if (outcome.status === 'refused') toast.error(outcome.message)
      if (outcome.status !== 'done') return
      setLink(outcome.value.link)
      if (outcome.value.link === null) toast.success(t('inviteSent', { email }))
    })
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('actsOfInvite', { email })}>
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={resend}>{t('resend')}</DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem destructive onSelect={() => setRevoking(true)}>
            {t('revoke')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={revoking}
        onOpenChange={setRevoking}
        title={t('revokeTitle', { email })}
        text={t('revokeText')}
        confirm={t('revoke')}
        action={revokeInviteAction}
        fields={{ invite: id }}
      />
      <Dialog open={link !== null} onOpenChange={() => setLink(null)}>
        <DialogContent keep title={t('linkTitle')}>
          {link === null ? null : <LinkOnce link={link} email={email} />}
        </DialogContent>
      </Dialog>
    </>
  )
}
