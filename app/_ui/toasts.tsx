'use client'

import { useEffect } from 'react'
import { Toaster as Sonner, toast } from 'sonner'
import { speakThrough } from './toast'

/** Short confirmations, where nothing on the page itself shows that an act has happened. */
export function Toasts() {
  // What shows them has begun to listen by then: effects of what is within come first.
  useEffect(() => speakThrough(({ look, text, options }) => (look === 'plain' ? toast : toast[look])(text, options)), [])
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
