'use client'

import type { ActionState } from '../_auth/action-state'
import { useFormAct } from './use-form-act'

/**
 * A form's act whose `then` runs with the answer itself, not once it is drawn: the page that comes with the answer may
 * no longer hold the form, as a row that was removed does not.
 */
export function useAct<Value>(
  action: (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>,
  then: (value: Value) => void,
) {
  return useFormAct<Value>(async (before, form) => {
    const after = await action(before, form)
    if (after.status === 'done') then(after.value)
    return after
  })
}
