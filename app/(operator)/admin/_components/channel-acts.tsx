'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { Button, buttonClass } from '#ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '#ui/dropdown-menu'
import { runAction } from '#ui/run-action'
import { disableChannelAction, enableChannelAction } from '../_actions/channel-actions'
import { TestChannelDialog } from './test-channel-dialog'

interface ChannelActsProps {
  id: string
  name: string
  enabled: boolean
  models: readonly string[]
}

export function ChannelActs({ id, name, enabled, models }: ChannelActsProps) {
  const t = useTranslations()
  const [testing, setTesting] = useState(false)
  const [, start] = useTransition()

  /** Switching off hurts at once and is undone at once, so it asks nothing and offers the way back. */
  const switchTo = (on: boolean) =>
    start(async () => {
      const outcome = await runAction(on ? enableChannelAction : disableChannelAction, { channel: id })
      if (outcome.status === 'refused') toast.error(outcome.message)
      else
        toast(t(on ? 'channels.nowEnabled' : 'channels.nowDisabled', { name }), {
          action: { label: t('ui.undo'), onClick: () => switchTo(!on) },
        })
    })

  return (
    <div className="flex items-center justify-end gap-1">
      <Button variant="secondary" size="sm" onClick={() => setTesting(true)} className="max-md:hidden">
        {t('channels.test')}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('channels.actsOf', { name })}>
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setTesting(true)}>{t('channels.test')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => switchTo(!enabled)}>{t(enabled ? 'channels.disable' : 'channels.enable')}</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <TestChannelDialog id={id} name={name} models={models} open={testing} onOpenChange={setTesting} />
    </div>
  )
}
