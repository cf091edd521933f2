'use client'

import { startTransition, type SubmitEvent, useState } from 'react'
import type { ActionState } from '../_auth/action-state'
import { useFormAct } from './use-form-act'

/**
 * A form's act for `onSubmit`, not as the form's own action, after which React would take choices, boxes and rows back
 * to what they began with: beside a refusal they stand as they were left. A form that `mustAsk` waits for an answer first.
 */
export function useKeptForm<Value>(
  action: (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>,
  mustAsk?: (form: FormData) => boolean,
) {
  const [state, act, pending] = useFormAct(action)
  const [asked, setAsked] = useState<FormData | null>(null)
  const send = (form: FormData) => {
    if (!pending) startTransition(() => act(form))
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    if (mustAsk?.(form)) setAsked(form)
    else send(form)
  }
  const answer = (isMeant: boolean) => {
    setAsked(null)
    if (isMeant && asked) send(asked)
  }
  return { state, submit, pending, asks: asked !== null, answer }
}
