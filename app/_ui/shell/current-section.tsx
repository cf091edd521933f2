'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

export interface Section {
  href: string
  label: string
  icon: ReactNode
}

/** The section whose pages the reader is among: of those the path lies under, the innermost. */
export function useCurrentSection(sections: readonly Section[]): string | undefined {
  const pathname = usePathname()
  return sections
    .map(({ href }) => href)
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0]
}
