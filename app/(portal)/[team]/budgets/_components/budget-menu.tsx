'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { buttonClass } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from '#ui/dropdown-menu'
import { toast } from '#ui/toast'
import { useRunAction } from '#ui/use-run-action'
import { endBudgetAction, lowerBudgetAction } from '../_actions/budget-actions'
import { ChangeBudgetDialog, RaiseBudgetDialog } from './budget-dialogs'
import type { BudgetSubject } from './budget-subject'

interface BudgetMenuProps {
  subject: BudgetSubject
  today: string
  timeZone: string
}

export function BudgetMenu({ subject, today, timeZone }: BudgetMenuProps) {
  const t = useTranslations('budgets')
  const [asked, setAsked] = useState<'change' | 'raise' | 'end' | null>(null)
  const [, start] = useTransition()
  const runAction = useRunAction()
  const close = () => setAsked(null)
  const lower = () =>
    start(async () => {
      const outcome = await runAction(lowerBudgetAction, { budget: subject.id })
      if (outcome.status === 'refused') toast.error(outcome.message)
    })
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('actsOf', { name: subject.name })}>
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsked('change')}>{t('change')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsked('raise')}>{t('raise')}</DropdownMenuItem>
          {subject.raised ? <DropdownMenuItem onSelect={lower}>{t('lower')}</DropdownMenuItem> : null}
          <DropdownMenuSeparator />
          <DropdownMenuItem destructive onSelect={() => setAsked('end')}>
            {t('end')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {asked === 'change' ? <ChangeBudgetDialog subject={subject} close={close} /> : null}
      {asked === 'raise' ? <RaiseBudgetDialog subject={subject} today={today} timeZone={timeZone} close={close} /> : null}
      <ConfirmDialog
        open={asked === 'end'}
        onOpenChange={close}
        title={t('endTitle', { name: subject.name })}
        text={t('endText')}
        confirm={t('end')}
        action={endBudgetAction}
        fields={{ budget: subject.id }}
      />
    </>
  )
}
