'use client'

import { createContext, type ReactNode, use, useState, useTransition } from 'react'
import type { Rail } from '../../_preferences/preferences'
import { setPreference } from '../../_preferences/set-preference'
import { useReach } from '../use-reach'

const RailContext = createContext<{ rail: Rail; toggle: () => void } | null>(null)

/** Holds whether the rail is wide or narrow, and remembers it. */
export function ShellFrame({ rail: remembered, children }: { rail: Rail; children: ReactNode }) {
  const [rail, setRail] = useState(remembered)
  const [, remember] = useTransition()
  const reach = useReach()
  const toggle = () => {
    const next = rail === 'wide' ? 'narrow' : 'wide'
    setRail(next)
    remember(() => reach(() => setPreference({ name: 'rail', value: next })))
  }
  return (
    <RailContext value={{ rail, toggle }}>
      <div data-rail={rail} className="flex min-h-dvh">
        {children}
      </div>
    </RailContext>
  )
}

export function useRail() {
  const rail = use(RailContext)
  if (!rail) throw new Error('useRail outside ShellFrame')
  return rail
}
