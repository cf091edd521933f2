'use client'

import { useRef } from 'react'

/**
 * For a dialog that something else than its own trigger opened: the focus returns to where it was before, or, where the act
 * took that away, to what it stood in: the list, or the page.
 */
export function useFocusBack() {
  const before = useRef<readonly HTMLElement[]>([])
  return {
    onOpenAutoFocus: () => {
      const { activeElement } = document
      before.current = activeElement instanceof HTMLElement ? [activeElement, ...homesOf(activeElement)] : []
    },
    onCloseAutoFocus: (event: Event) => {
      const there = before.current.find((element) => element.isConnected)
      if (!there) return
      event.preventDefault()
      there.focus()
    },
  }
}

/** What around an element takes the focus by itself, innermost first. */
function homesOf(element: HTMLElement): HTMLElement[] {
  const home = element.parentElement?.closest<HTMLElement>('[tabindex="-1"]')
  return home ? [home, ...homesOf(home)] : []
}
