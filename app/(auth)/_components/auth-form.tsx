'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { FormRefusal } from '#ui/form-refusal'
import type { ActionState } from '../../_auth/action-state'

interface AuthFormProps {
  state: ActionState<unknown>
  action: (form: FormData) => void
  children: ReactNode
}

/** A page's one form: the cursor stands where the next key belongs, at first and after a refusal. */
export function AuthForm({ state, action, children }: AuthFormProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const fields = [...(form.current?.querySelectorAll<HTMLInputElement>('input:not([type=hidden])') ?? [])]
    const refused = fields.find((field) => field.ariaInvalid === 'true')
    const asked = refused ?? fields.find((field) => field.value === '') ?? fields[0]
    // On a phone the keyboard would cover the page before it has been read.
    if (refused || window.matchMedia('(pointer: fine)').matches) asked?.focus()
  }, [state])
  return (
    <form ref={form} action={action} noValidate className="mt-6 flex flex-col gap-4">
      <FormRefusal state={state} />
      {children}
    </form>
  )
}
