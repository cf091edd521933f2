'use client'

import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { PolicyFields } from './policy-values'

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** State that begins with what is saved, and follows it for as long as it has not been changed here. */
export function useFollowed<Value>(saved: Value): [Value, (change: (before: Value) => Value) => void] {
  const [state, setState] = useState({ saved, value: saved })
  if (!same(state.saved, saved)) setState({ saved, value: same(state.value, state.saved) ? saved : state.value })
  return [state.value, (change) => setState((before) => ({ ...before, value: change(before.value) }))]
}

/**
 * The same for the fields of a form that keep their own text. Otherwise what somebody else saved meanwhile would look like
 * a change made here, and be taken back with the next one.
 */
export function useFollowingFields(saved: PolicyFields): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  const shown = useRef(saved)
  useLayoutEffect(() => {
    follow(form.current?.elements ?? [], shown.current, saved)
    shown.current = saved
  }, [saved])
  return form
}

function follow(fields: Iterable<Element>, shown: PolicyFields, saved: PolicyFields): void {
  for (const field of fields) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) continue
    if (field.type === 'hidden' || field.type === 'radio') continue
    const [before, after] = [shown[field.name], saved[field.name]]
    if (before === undefined || after === undefined) continue
    if (field instanceof HTMLInputElement && field.type === 'checkbox') {
      if (field.checked === (before === 'on')) field.checked = after === 'on'
    } else if (field.value === before) field.value = after
  }
}
