'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { Button, buttonClass } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { Dialog, DialogContent } from '#ui/dialog'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from '#ui/dropdown-menu'
import { runAction } from '#ui/run-action'
import { deleteChannelAction, disableChannelAction, enableChannelAction } from '../_actions/channel-actions'
import { ChannelForm, type ChannelValues } from './channel-form'
import { TestChannelDialog } from './test-channel-dialog'

interface ChannelActsProps {
  channel: ChannelValues
  enabled: boolean
  models: readonly string[]
  /** Those of its models that no other enabled channel serves, in words; null where there is none. */
  soleModels: string | null
}

export function ChannelActs({ channel, enabled, models, soleModels }: ChannelActsProps) {
  const t = useTranslations()
  const { id, name } = channel
  const [layer, setLayer] = useState<'test' | 'edit' | 'delete' | null>(null)
  const close = () => setLayer(null)
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
      <Button variant="secondary" size="sm" onClick={() => setLayer('test')} className="max-md:hidden">
        {t('channels.test')}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger className={buttonClass('ghost', 'icon')} aria-label={t('channels.actsOf', { name })}>
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setLayer('test')}>{t('channels.test')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setLayer('edit')}>{t('channels.edit')}</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => switchTo(!enabled)}>{t(enabled ? 'channels.disable' : 'channels.enable')}</DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem destructive onSelect={() => setLayer('delete')}>
            {t('channels.delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <TestChannelDialog id={id} name={name} models={models} open={layer === 'test'} onOpenChange={close} />
      <Dialog open={layer === 'edit'} onOpenChange={close}>
        <DialogContent keep title={t('channels.editTitle', { name })} text={t('channels.editText')}>
          <ChannelForm channel={channel} close={close} />
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        open={layer === 'delete'}
        onOpenChange={close}
        title={t('channels.deleteTitle', { name })}
        text={soleModels ? t('channels.deleteSole', { models: soleModels }) : t('channels.deleteText')}
        confirm={t('channels.delete')}
        action={deleteChannelAction}
        fields={{ channel: id }}
        typed={name}
      />
    </div>
  )
}
