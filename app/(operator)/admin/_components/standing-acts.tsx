'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { Button } from '#ui/button'
import { ConfirmDialog } from '#ui/confirm-dialog'
import { runAction } from '#ui/run-action'
import type { ActionState } from '../../../_auth/action-state'

type Act = (before: ActionState, form: FormData) => Promise<ActionState>

interface StandingActsProps {
  enabled: boolean
  fields: Record<string, string>
  disable: Act
  enable: Act
  /** The question, what stops and for whom, and what to type before it. */
  title: string
  text: string
  typed: string
}

/** Shuts someone out after a question, and lets them in again at one press. */
export function StandingActs({ enabled, fields, disable, enable, title, text, typed }: StandingActsProps) {
  const t = useTranslations('operator')
  const [open, setOpen] = useState(false)
  const [pending, start] = useTransition()
  const letIn = () =>
    start(async () => {
      const outcome = await runAction(enable, fields)
      if (outcome.status === 'refused') toast.error(outcome.message)
      else toast(t('enabled'))
    })
  if (!enabled) {
    return (
      <Button variant="secondary" onClick={letIn} aria-disabled={pending}>
        {t('enable')}
      </Button>
    )
  }
  return (
    <>
      <Button variant="destructive-ghost" onClick={() => setOpen(true)}>
        {t('disable')}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        text={text}
        confirm={t('disable')}
        action={disable}
        fields={fields}
        typed={typed}
      />
    </>
  )
}
