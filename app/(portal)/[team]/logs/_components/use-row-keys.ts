'use client'

import { useEffect, useEffectEvent } from 'react'

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/** j and k, and the arrows where nothing else takes them, go from line to line. */
export function useRowKeys(move: (step: number) => void) {
  const go = useEffectEvent(move)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const step = steps[event.key]
      if (step === undefined || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
      if (isTaken(event.target, event.key.startsWith('Arrow'))) return
      event.preventDefault()
      go(step)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}

/** Whoever types, or has a layer open, needs the keys; arrows scroll everywhere but in the list and with the panel just opened. */
function isTaken(target: EventTarget | null, isArrow: boolean): boolean {
  if (!(target instanceof Element)) return true
  if (target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]')) return true
  if (document.querySelector(':popover-open')) return true
  return isArrow && !target.matches('aside, [data-log-row] *')
}
