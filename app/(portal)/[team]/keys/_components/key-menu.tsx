'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { buttonClass } from '#ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from '#ui/dropdown-menu'
import { toast } from '#ui/toast'
import { useRunAction } from '#ui/use-run-action'
import { enableKeyAction } from '../_actions/key-actions'
import { useKeyDialogs } from './key-dialogs-provider'
import type { KeySubject } from './key-subject'

export function KeyMenu({ subject }: { subject: KeySubject }) {
  const t = useTranslations('keys')
  const ask = useKeyDialogs()
  const pathname = usePathname()
  const [, start] = useTransition()
  const runAction = useRunAction()
  const open = (act: 'edit' | 'rotate' | 'test' | 'disable' | 'delete') => () => ask({ act, key: subject })
  const enable = () =>
    start(async () => {
      const outcome = await runAction(enableKeyAction, { key: subject.id })
      if (outcome.status === 'refused') toast.error(outcome.message)
      else toast.success(t(subject.blocked ? 'nowUnblocked' : 'nowEnabled', { name: subject.name }))
    })
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('actsOf', { name: subject.name })}>
        <Ellipsis aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={open('test')}>{t('test')}</DropdownMenuItem>
        <DropdownMenuItem onSelect={open('edit')}>{t('edit')}</DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link href={`${pathname}/${subject.id}`}>{t('policy')}</Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={open('rotate')}>{t('rotate')}</DropdownMenuItem>
        {subject.disabled ? null : <DropdownMenuItem onSelect={open('disable')}>{t('disable')}</DropdownMenuItem>}
        {subject.disabled && subject.mayEnable ? (
          <DropdownMenuItem onSelect={enable}>{t(subject.blocked ? 'unblock' : 'enable')}</DropdownMenuItem>
        ) : null}
        <DropdownMenuSeparator />
        <DropdownMenuItem destructive onSelect={open('delete')}>
          {t('delete')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
