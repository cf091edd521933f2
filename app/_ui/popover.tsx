'use client'

import { createContext, type ReactNode, type ToggleEvent, use, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { placeAt } from './place'

interface PopoverProps {
  trigger: ReactNode
  triggerClass: string
  /** The trigger's name where its content does not say it. */
  label?: string
  align?: 'start' | 'end'
  side?: 'bottom' | 'top'
  className?: string
  children: ReactNode
}

const CloseContext = createContext<() => void>(() => undefined)

/** Closes the popover that a component stands in. */
export function useClosePopover(): () => void {
  return use(CloseContext)
}

/** A small layer at a button, on the browser's own popover: it closes at Escape and at a press beside it, and gives the focus back. */
export function Popover({ trigger, triggerClass, label, align = 'start', side = 'bottom', className, children }: PopoverProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const close = () => layer.current?.hidePopover()

  const toggling = (event: ToggleEvent) => {
    if (event.newState === 'open') event.currentTarget.classList.add('invisible')
    setOpen(event.newState === 'open')
  }
  // The content is rendered only while open; it is measured, shown and given the focus once it stands.
  const toggled = (event: ToggleEvent) => {
    if (event.newState !== 'open') return
    requestAnimationFrame(() => {
      if (!button.current || !layer.current) return
      placeAt(layer.current, button.current, { align, side })
      layer.current.classList.remove('invisible')
      const first = layer.current.querySelector<HTMLElement>('[data-autofocus]') ?? layer.current.querySelector('a[href], input, button')
      if (first instanceof HTMLElement) first.focus({ preventScroll: true })
    })
  }
  return (
    <>
      <button ref={button} type="button" popoverTarget={id} aria-expanded={open} aria-label={label} className={triggerClass}>
        {trigger}
      </button>
      <div
        ref={layer}
        id={id}
        popover="auto"
        onBeforeToggle={toggling}
        onToggle={toggled}
        className={cn('absolute inset-auto m-0 min-w-44 rounded border bg-popover p-1 text-base text-foreground shadow-float', className)}
      >
        {open ? <CloseContext value={close}>{children}</CloseContext> : null}
      </div>
    </>
  )
}
