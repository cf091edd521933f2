'use client'

import { createContext, type ReactNode, use } from 'react'
import { cn } from './cn'
import { layerClass, type LayerPlace, useLayer } from './use-layer'

interface PopoverProps extends LayerPlace {
  trigger: ReactNode
  triggerClass: string
  /** Of the trigger, for a label that stands beside it. */
  id?: string
  /** The trigger's name where its content does not say it. */
  label?: string
  className?: string
  children: ReactNode
}

const CloseContext = createContext<() => void>(() => undefined)

/** Closes the popover that a component stands in. */
export function useClosePopover(): () => void {
  return use(CloseContext)
}

/** A small layer at a button, for a few controls. */
export function Popover({ id, trigger, triggerClass, label, align, side, className, children }: PopoverProps) {
  const { open, close, buttonProps, layerProps } = useLayer()
  return (
    <>
      <button type="button" id={id} {...buttonProps} aria-label={label} className={triggerClass}>
        {trigger}
      </button>
      <div {...layerProps({ align, side }, 'a[href], input, button')} className={cn(layerClass, className)}>
        {open ? <CloseContext value={close}>{children}</CloseContext> : null}
      </div>
    </>
  )
}
