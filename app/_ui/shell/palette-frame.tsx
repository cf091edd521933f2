'use client'

import { createContext, lazy, type ReactNode, Suspense, use, useEffect, useState } from 'react'
import type { Section } from './current-section'
import { PaletteWaiting } from './palette-waiting'

const PaletteContext = createContext<{ show: () => void }>({ show: () => undefined })

export function usePalette() {
  return use(PaletteContext)
}

/** Fetched at the first use: most pages are read without it. */
const Palette = lazy(() => import('./palette'))

interface PaletteFrameProps {
  /** The shown id of the team; null in the operator's area. */
  team: string | null
  mayCreateKey: boolean
  sections: readonly Section[]
  children: ReactNode
}

/** Opens the palette at Ctrl-K or Cmd-K, wherever the reader is. */
export function PaletteFrame({ team, mayCreateKey, sections, children }: PaletteFrameProps) {
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState(false)
  const [text, setText] = useState('')
  const change = (next: boolean) => {
    setWanted(true)
    setOpen(next)
    setText('')
  }

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setWanted(true)
      setText('')
      setOpen((before) => !before)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])

  return (
    <PaletteContext value={{ show: () => change(true) }}>
      {children}
      {wanted ? (
        <Suspense fallback={open ? <PaletteWaiting text={text} onText={setText} close={() => change(false)} /> : null}>
          <Palette
            team={team}
            mayCreateKey={mayCreateKey}
            sections={sections}
            open={open}
            onOpenChange={change}
            text={text}
            onText={setText}
          />
        </Suspense>
      ) : null}
    </PaletteContext>
  )
}
