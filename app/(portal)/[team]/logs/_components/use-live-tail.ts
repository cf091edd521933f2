'use client'

import { useEffect, useEffectEvent, useState } from 'react'

const everyMs = 2000
/** Failures in a row before it gives up. */
const patience = 3

/** Calls `poll` every two seconds while switched on and the tab is to be seen; one call at a time. */
export function useLiveTail(poll: () => Promise<void>) {
  const [state, setState] = useState<'off' | 'on' | 'lost'>('off')
  const ask = useEffectEvent(poll)

  useEffect(() => {
    if (state !== 'on') return
    let timer: ReturnType<typeof setTimeout> | undefined
    let ended = false
    let failures = 0
    const tick = async () => {
      try {
        await ask()
        failures = 0
      } catch {
        failures++
      }
      if (ended) return
      if (failures >= patience) setState('lost')
      else if (!document.hidden) timer = setTimeout(() => void tick(), everyMs)
      else timer = undefined
    }
    const seen = () => {
      clearTimeout(timer)
      timer = document.hidden ? undefined : setTimeout(() => void tick(), 0)
    }
    document.addEventListener('visibilitychange', seen)
    seen()
    return () => {
      ended = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [state])

  return { state, toggle: () => setState(state === 'on' ? 'off' : 'on') }
}
