'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ComponentProps, useSyncExternalStore } from 'react'

/** The router drops a hash by `pushState`, which only the navigation API tells of. */
function subscribe(changed: () => void) {
  const navigation = 'navigation' in window ? window.navigation : null
  window.addEventListener('hashchange', changed)
  navigation?.addEventListener('currententrychange', changed)
  return () => {
    window.removeEventListener('hashchange', changed)
    navigation?.removeEventListener('currententrychange', changed)
  }
}

/** Whether the reader is at this path and, where it names one, at this anchor. */
export function useIsCurrent(href: string): boolean {
  const pathname = usePathname()
  const hash = useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => '',
  )
  return href === pathname + hash || (href === pathname && hash === '#content')
}

/** An anchor is left to the browser, which announces it; a page is the router's. */
export function SectionLink({ href, ...props }: ComponentProps<'a'> & { href: string }) {
  return href.includes('#') ? <a href={href} {...props} /> : <Link href={href} {...props} />
}
