'use client'

import { useTranslations } from 'next-intl'
import { useOptimistic, useTransition } from 'react'
import { Switch } from '#ui/switch'
import { toast } from '#ui/toast'
import { useRunAction } from '#ui/use-run-action'
import { disableChannelAction, enableChannelAction } from '../_actions/channel-actions'

interface ChannelSwitchProps {
  id: string
  name: string
  enabled: boolean
  mayChange: boolean
  /** Models that no other enabled channel serves, in words. */
  soleModels: string | null
}

/** Switching off hurts at once and is undone at once: it asks nothing, says what is refused now, and offers the way back. */
export function ChannelSwitch({ id, name, enabled, mayChange, soleModels }: ChannelSwitchProps) {
  const t = useTranslations()
  const [shown, show] = useOptimistic(enabled)
  const [, start] = useTransition()
  const runAction = useRunAction()
  const switchTo = (on: boolean) =>
    start(async () => {
      show(on)
      const outcome = await runAction(on ? enableChannelAction : disableChannelAction, { channel: id })
      if (outcome.status === 'refused') toast.error(outcome.message)
      else
        toast(t(on ? 'channels.nowEnabled' : 'channels.nowDisabled', { name }), {
          description: !on && soleModels ? t('channels.nowRefused', { models: soleModels }) : undefined,
          action: { label: t('ui.undo'), onClick: () => switchTo(!on) },
        })
    })
  return <Switch checked={shown} disabled={!mayChange} label={t('channels.switch', { name })} onChange={switchTo} />
}
