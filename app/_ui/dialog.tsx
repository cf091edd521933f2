'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog as DialogPrimitive } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { buttonClass } from './button'
import { cn } from './cn'
import { useFocusBack } from './use-focus-back'

export const Dialog = DialogPrimitive.Root
export const DialogTrigger = DialogPrimitive.Trigger
export const DialogClose = DialogPrimitive.Close

export const overlayClass = 'fixed inset-0 z-40 bg-overlay'
/** Of a layer over another dialog. */
export const overClass = 'fixed inset-0 z-50 bg-overlay'
export const floatingClass =
  'fixed z-50 flex max-h-[90dvh] flex-col overflow-y-auto border bg-popover shadow-float outline-none animate-float-in ' +
  'inset-x-0 bottom-0 rounded-t md:inset-x-auto md:bottom-auto md:top-[10vh] md:max-h-[80vh] md:left-1/2 md:w-[500px] md:-translate-x-1/2 md:rounded'

interface DialogContentProps extends Omit<ComponentProps<typeof DialogPrimitive.Content>, 'title'> {
  title: ReactNode
  text?: ReactNode
  wide?: boolean
  /** A press beside it does not close it: for forms, and for what is shown only once. */
  keep?: boolean
}

/** A layer over the page: centred on a desk, risen from the bottom on a phone. */
export function DialogContent({ title, text, wide, keep, className, children, ...props }: DialogContentProps) {
  const t = useTranslations('ui')
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className={overlayClass} />
      <DialogPrimitive.Content
        className={cn(floatingClass, wide && 'md:w-[720px]', className)}
        {...(text ? {} : { 'aria-describedby': undefined })}
        {...useFocusBack()}
        {...(keep ? { onInteractOutside: (event) => event.preventDefault() } : {})}
        {...props}
      >
        <div className="py-4 pr-14 pl-5 pb-3">
          <DialogPrimitive.Title className="text-lg font-semibold">{title}</DialogPrimitive.Title>
          {text ? <DialogPrimitive.Description className="mt-1 text-sm text-muted-foreground">{text}</DialogPrimitive.Description> : null}
        </div>
        <div className="px-5 pb-5">{children}</div>
        {/* Last in order, so that a form's first field takes the focus. */}
        <DialogPrimitive.Close className={buttonClass('ghost', 'icon', 'absolute top-3 right-3')} aria-label={t('close')}>
          <X aria-hidden />
        </DialogPrimitive.Close>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  )
}

/** The row of acts that ends a dialog: the one that goes on stands last. */
export function DialogActs({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex justify-end gap-2 max-md:flex-col-reverse">{children}</div>
}
