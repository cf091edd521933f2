'use client'

import type { ReactNode } from 'react'
import { cn } from '../cn'
import { SectionLink, useIsCurrent } from './section-link'

export interface Section {
  /** A path, or a path and the anchor of a part of it. */
  href: string
  label: string
  icon: ReactNode
}

export function RailNav({ label, sections, className }: { label: string; sections: readonly Section[]; className?: string }) {
  return (
    <nav aria-label={label} className={cn('flex flex-col gap-0.5', className)}>
      {sections.map((section) => (
        <RailLink key={section.href} section={section} />
      ))}
    </nav>
  )
}

function RailLink({ section }: { section: Section }) {
  const current = useIsCurrent(section.href)
  return (
    <SectionLink
      href={section.href}
      title={section.label}
      aria-current={current ? 'page' : undefined}
      className={cn(
        'flex h-8 items-center gap-2.5 rounded px-2.5 font-medium transition-colors [&_svg]:size-4 [&_svg]:shrink-0 narrow:justify-center narrow:px-0',
        current ? 'bg-primary-soft text-primary-text' : 'text-muted-foreground hover:bg-hover hover:text-foreground',
      )}
    >
      {section.icon}
      <span className="truncate narrow:sr-only">{section.label}</span>
    </SectionLink>
  )
}
