'use client'

import dynamic from 'next/dynamic'
import { useSyncExternalStore } from 'react'
import { firstSaying } from './toast'

const Toasts = dynamic(async () => (await import('./toasts')).Toasts, { ssr: false })

/** Loaded when there is first something to confirm. */
export function Toaster() {
  const wanted = useSyncExternalStore(firstSaying.subscribe, firstSaying.isThere, () => false)
  return wanted ? <Toasts /> : null
}
