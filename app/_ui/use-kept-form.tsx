'use client'

import { startTransition, type SubmitEvent } from 'react'
import type { ActionState } from '../_auth/action-state'
import { useFormAct } from './use-form-act'

/**
 * A form's act for `onSubmit`, not as the form's own action, after which React would take choices, boxes and rows back
 * to what they began with: beside a refusal they stand as they were left.
 */
export function useKeptForm<Value>(action: (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>) {
  const [state, act, pending] = useFormAct(action)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    if (!pending) startTransition(() => act(form))
  }
  return { state, submit, pending }
}
