'use client'

import dynamic from 'next/dynamic'
import { useSyncExternalStore } from 'react'
import { PlainToast } from './plain-toast'
import { firstSaying } from './toast'

const Toasts = dynamic(() => import('./toasts').then(({ Toasts: shown }) => shown).catch(() => PlainToast), { ssr: false })

/** Loaded when there is first something to confirm. */
export function Toaster() {
  const wanted = useSyncExternalStore(firstSaying.subscribe, firstSaying.isThere, () => false)
  return wanted ? <Toasts /> : null
}
