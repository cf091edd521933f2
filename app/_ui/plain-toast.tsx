'use client'

import { useEffect, useState } from 'react'
import { type Saying, speakThrough } from './toast'

const shownMs = 6_000

/** Says what `Toasts` would, where the network does not bring it: what is to be said then is mostly just that. */
export function PlainToast() {
  const [said, say] = useState<Saying | null>(null)
  useEffect(() => speakThrough(say), [])
  useEffect(() => {
    const timer = setTimeout(() => say(null), shownMs)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <div role="status" className="fixed right-6 bottom-6 z-50 max-md:inset-x-4 max-md:bottom-[72px]">
      {said ? (
        <p className="max-w-[356px] rounded border bg-popover px-4 py-3 text-base shadow-float max-md:max-w-none">{said.text}</p>
      ) : null}
    </div>
  )
}
