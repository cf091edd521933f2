'use client'

import { useEffect, useEffectEvent } from 'react'
import type { ActionState } from '../_auth/action-state'

/** Runs `then` once, with the value, when a form's act is done. */
export function useDone<Value>(state: ActionState<Value>, then: (value: Value) => void) {
  const finish = useEffectEvent(then)
  useEffect(() => {
    if (state.status === 'done') finish(state.value)
  }, [state])
}
