'use client'

import Link from 'next/link'
import { cn } from '../cn'
import { type Section, useCurrentSection } from './current-section'
import { railLinkClass, restingClass } from './looks'

export function RailNav({ label, sections, className }: { label: string; sections: readonly Section[]; className?: string }) {
  const current = useCurrentSection(sections)
  return (
    <nav aria-label={label} className={cn('flex flex-col gap-0.5', className)}>
      {sections.map(({ href, label: name, icon }) => (
        <Link
          key={href}
          href={href}
          title={name}
          aria-current={href === current ? 'page' : undefined}
          className={cn(railLinkClass, href === current ? 'bg-primary-soft text-primary-text' : restingClass)}
        >
          {icon}
          <span className="truncate narrow:sr-only">{name}</span>
        </Link>
      ))}
    </nav>
  )
}
