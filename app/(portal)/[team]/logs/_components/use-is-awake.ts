'use client'

import { startTransition, useEffect, useState } from 'react'

/** Whether the page has come to life: what waits for it is drawn behind whatever the reader does. */
export function useIsAwake(): boolean {
  const [isAwake, setIsAwake] = useState(false)
  useEffect(() => startTransition(() => setIsAwake(true)), [])
  return isAwake
}
