'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { buttonClass } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from '#ui/dropdown-menu'
import { toast } from '#ui/toast'
import { useRunAction } from '#ui/use-run-action'
import { deleteWebhookAction, switchWebhookAction, testWebhookAction } from '../_actions/webhook-actions'
import { ChangeWebhookDialog, RotateWebhookDialog, type WebhookSubject } from './webhook-dialogs'

export function WebhookActs({ subject }: { subject: WebhookSubject }) {
  const { id, url, enabled } = subject
  const t = useTranslations('webhooks')
  const [asking, setAsking] = useState<'change' | 'rotate' | 'delete' | null>(null)
  const close = () => setAsking(null)
  const [, start] = useTransition()
  const runAction = useRunAction()
  const test = () =>
    start(async () => {
      const outcome = await runAction(testWebhookAction, { webhook: id })
      if (outcome.status === 'refused') toast.error(outcome.message)
      if (outcome.status !== 'done') return
      const { status } = outcome.value
      if (status !== null && status >= 200 && status < 300) toast.success(t('testWorks', { status }))
      else toast.error(status === null ? t('testUnreachable') : t('testRefused', { status }))
    })
  const flip = () =>
    start(async () => {
      const outcome = await runAction(switchWebhookAction, { webhook: id, enabled: enabled ? 'no' : 'yes' })
      if (outcome.status === 'refused') toast.error(outcome.message)
      else toast.success(t(enabled ? 'nowDisabled' : 'nowEnabled', { url }))
    })
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('actsOf', { url })}>
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={test}>{t('test')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsking('change')}>{t('change')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsking('rotate')}>{t('rotate')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={flip}>{t(enabled ? 'disable' : 'enable')}</DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem destructive onSelect={() => setAsking('delete')}>
            {t('delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {asking === 'change' ? <ChangeWebhookDialog subject={subject} close={close} /> : null}
      {asking === 'rotate' ? <RotateWebhookDialog subject={subject} close={close} /> : null}
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={close}
        title={t('deleteTitle')}
        text={t('deleteText', { url })}
        confirm={t('delete')}
        action={deleteWebhookAction}
        fields={{ webhook: id }}
      />
    </>
  )
}
