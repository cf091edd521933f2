'use client'

import { type ToggleEvent, useId, useRef, useState } from 'react'
import { placeAt } from './place'

export interface LayerPlace {
  align?: 'start' | 'end' | undefined
  side?: 'bottom' | 'top' | undefined
}

export const layerClass = 'absolute inset-auto m-0 min-w-44 rounded border bg-popover p-1 text-base text-foreground shadow-float'

/**
 * A layer at a button, on the browser's own popover, which closes it at Escape and at a press beside it and gives the focus back.
 * What is in it is rendered only while it is open.
 */
export function useLayer() {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const close = () => layer.current?.hidePopover()

  const toggling = (event: ToggleEvent) => {
    if (event.newState !== 'open') return
    event.currentTarget.classList.add('invisible')
    setOpen(true)
  }
  // It is measured, shown and given the focus once its content stands.
  const toggled = (event: ToggleEvent, place: LayerPlace, firstOf: string) => {
    // Taken away only now: the browser gives the focus back while it is still inside.
    if (event.newState !== 'open') return setOpen(false)
    requestAnimationFrame(() => {
      if (!button.current || !layer.current) return
      placeAt(layer.current, button.current, place)
      layer.current.classList.remove('invisible')
      const first = layer.current.querySelector<HTMLElement>('[data-autofocus]') ?? layer.current.querySelector<HTMLElement>(firstOf)
      first?.focus({ preventScroll: true })
    })
  }
  return {
    open,
    close,
    buttonProps: { ref: button, popoverTarget: id, 'aria-expanded': open },
    layerProps: (place: LayerPlace, firstOf: string) =>
      ({
        ref: layer,
        id,
        popover: 'auto',
        onBeforeToggle: toggling,
        onToggle: (event: ToggleEvent) => toggled(event, place, firstOf),
      }) as const,
  }
}
