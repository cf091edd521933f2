'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '#ui/button'
import { type AskedReason, ConfirmDialog } from '#ui/confirm-dialog'
import { toast } from '#ui/toast'
import { useRunAction } from '#ui/use-run-action'
import type { ActionState } from '../../../_auth/action-state'

type Act = (before: ActionState, form: FormData) => Promise<ActionState>

interface Question {
  fields: Record<string, string>
  /** The question, what stops and for whom, and what to type before it. */
  title: string
  text: string
  typed: string
  reason?: AskedReason
}

interface StandingActsProps extends Question {
  enabled: boolean
  disable: Act
  enable: Act
}

/** Shuts someone out after a question, and lets them in again at one press. */
export function StandingActs({ enabled, disable, enable, ...question }: StandingActsProps) {
  return enabled ? <ShutOut action={disable} {...question} /> : <LetIn action={enable} fields={question.fields} name={question.typed} />
}

function LetIn({ action, fields, name }: { action: Act; fields: Record<string, string>; name: string }) {
  const t = useTranslations('operator')
  const [pending, start] = useTransition()
  const runAction = useRunAction()
  const letIn = () =>
    start(async () => {
      const outcome = await runAction(action, fields)
      if (outcome.status === 'refused') toast.error(outcome.message)
      else toast.success(t('nowEnabled', { name }))
    })
  return (
    <Button variant="secondary" onClick={letIn} aria-disabled={pending}>
      {t('enable')}
    </Button>
  )
}

/** Its question goes with it: the page shown anew takes both away before the dialog can tell that it closed. */
function ShutOut({ action, ...question }: { action: Act } & Question) {
  const t = useTranslations('operator')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="destructive-ghost" onClick={() => setOpen(true)}>
        {t('disable')}
      </Button>
      <ConfirmDialog
        {...question}
        open={open}
        onOpenChange={setOpen}
        confirm={t('disable')}
        action={action}
        done={t('nowDisabled', { name: question.typed })}
      />
    </>
  )
}
