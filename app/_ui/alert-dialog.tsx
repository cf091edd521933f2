'use client'

import { AlertDialog as AlertPrimitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { buttonClass } from './button'
import { floatingClass, overClass, overlayClass } from './dialog'
import { useFocusBack } from './use-focus-back'

export const AlertDialog = AlertPrimitive.Root

interface AlertDialogContentProps {
  title: ReactNode
  text: ReactNode
  /** It asks about another dialog, which it covers. */
  over?: boolean
  children: ReactNode
}

/** Asks before an act that takes something away; says in plain words what stops working, and for whom. */
export function AlertDialogContent({ title, text, over = false, children }: AlertDialogContentProps) {
  return (
    <AlertPrimitive.Portal>
      <AlertPrimitive.Overlay className={over ? overClass : overlayClass} />
      <AlertPrimitive.Content {...useFocusBack()} className={floatingClass}>
        <div className="px-5 pt-4 pb-5">
          <AlertPrimitive.Title className="text-lg font-semibold">{title}</AlertPrimitive.Title>
          <AlertPrimitive.Description className="mt-1 text-base text-muted-foreground">{text}</AlertPrimitive.Description>
          {children}
        </div>
      </AlertPrimitive.Content>
    </AlertPrimitive.Portal>
  )
}

export function AlertDialogCancel({ children }: { children: ReactNode }) {
  return <AlertPrimitive.Cancel className={buttonClass('secondary')}>{children}</AlertPrimitive.Cancel>
}
