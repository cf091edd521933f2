'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { placeAt } from './place'

const restMs = 300

/** A word about the control it wraps; never the only place where something is said. */
export function Tooltip({ text, side = 'top', children }: { text: ReactNode; side?: 'top' | 'right' | 'bottom'; children: ReactNode }) {
  const anchor = useRef<HTMLSpanElement>(null)
  const tip = useRef<HTMLSpanElement>(null)
  const [shown, setShown] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const show = (afterMs: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setShown(true), afterMs)
  }
  const hide = () => {
    clearTimeout(timer.current)
    setShown(false)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    const control = anchor.current?.firstElementChild
    if (!shown || !tip.current || !(control instanceof HTMLElement)) return
    tip.current.showPopover()
    placeAt(tip.current, control, { align: 'center', side })
  }, [shown, side])

  return (
    <span
      ref={anchor}
      className="contents"
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') show(restMs)
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => {
        if (event.target.matches(':focus-visible')) show(0)
      }}
      onBlur={hide}
    >
      {children}
      {shown ? (
        <span
          ref={tip}
          aria-hidden
          popover="manual"
          className="pointer-events-none absolute inset-auto m-0 max-w-72 animate-float-in rounded-sm border-0 bg-foreground px-2 py-1 text-xs text-background"
        >
          {text}
        </span>
      ) : null}
    </span>
  )
}
