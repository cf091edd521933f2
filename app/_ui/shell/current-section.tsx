'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

export interface Section {
  href: string
  label: string
  icon: ReactNode
  /** Other paths of it. */
  also?: readonly string[]
}

/** The section whose pages the reader is among: of those the path lies under, the innermost. */
export function useCurrentSection(sections: readonly Section[]): string | undefined {
  const pathname = usePathname()
  return sections
    .flatMap(({ href, also = [] }) => [href, ...also].map((path) => ({ href, path })))
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]?.href
}
