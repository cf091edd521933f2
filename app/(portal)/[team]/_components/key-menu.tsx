'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { buttonClass } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from '#ui/dropdown-menu'
import type { KeyStatusName } from '#ui/key-status'
import { runAction } from '#ui/run-action'
import { deleteKeyAction, disableKeyAction, enableKeyAction } from '../_actions/key-actions'

interface KeyMenuProps {
  id: string
  name: string
  status: KeyStatusName
}

export function KeyMenu({ id, name, status }: KeyMenuProps) {
  const t = useTranslations('keys')
  const [asking, setAsking] = useState<'disable' | 'delete' | null>(null)
  const [, start] = useTransition()
  const fields = { key: id }

  const enable = () =>
    start(async () => {
      const outcome = await runAction(enableKeyAction, fields)
      if (outcome.status === 'refused') toast.error(outcome.message)
    })

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('actsOf', { name })}>
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {status === 'disabled' ? (
            <DropdownMenuItem onSelect={enable}>{t('enable')}</DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => setAsking('disable')}>{t('disable')}</DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem destructive onSelect={() => setAsking('delete')}>
            {t('delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asking === 'disable'}
        onOpenChange={() => setAsking(null)}
        title={t('disableTitle', { name })}
        text={t('disableText')}
        confirm={t('disable')}
        action={disableKeyAction}
        fields={fields}
      />
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={() => setAsking(null)}
        title={t('deleteTitle', { name })}
        text={t('deleteText')}
        confirm={t('delete')}
        action={deleteKeyAction}
        fields={fields}
        typed={name}
      />
    </>
  )
}
