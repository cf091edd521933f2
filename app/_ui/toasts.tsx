'use client'

import { Toaster as Sonner } from 'sonner'

/** Short confirmations, where nothing on the page itself shows that an act has happened. */
export function Toasts() {
  return (
    <Sonner
      position="bottom-right"
      mobileOffset={{ bottom: 72 }}
      // Its own sheet names a face of the system's.
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-full items-center gap-3 rounded border bg-popover px-4 py-3 text-base shadow-float',
          content: 'min-w-0 flex-1',
          description: 'text-sm text-muted-foreground',
          actionButton: 'h-7 shrink-0 rounded border border-input bg-card px-2.5 text-sm font-medium hover:bg-hover',
        },
      }}
    />
  )
}
