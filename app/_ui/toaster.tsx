'use client'

import dynamic from 'next/dynamic'

const Toasts = dynamic(async () => (await import('./toasts')).Toasts, { ssr: false })

/** Loaded after the page: nothing is confirmed before somebody has acted. */
export function Toaster() {
  return <Toasts />
}
