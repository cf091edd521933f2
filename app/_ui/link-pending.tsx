'use client'

import { useLinkStatus } from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'

/** The words of a link, which show that its page is on the way. */
export function LinkPending({ children }: { children: ReactNode }) {
  const { pending } = useLinkStatus()
  return (
    <span aria-busy={pending || undefined} className={cn(pending && 'animate-pulse text-primary-text motion-reduce:animate-none')}>
      {children}
    </span>
  )
}
