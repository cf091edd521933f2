'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Theme } from '../../_preferences/preferences'
import { cn } from '../cn'
import { type Section, useCurrentSection } from './current-section'
import { MoreSheet } from './more-sheet'

export interface BottomBarProps {
  label: string
  sections: readonly Section[]
  elsewhere: readonly Section[]
  email: string
  theme: Theme
}

const roomForSections = 4
const itemClass = 'flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium [&_svg]:size-5'

/** A phone's rail: the first four sections, and a sheet with the rest. */
export function BottomBar({ label, sections, elsewhere, email, theme }: BottomBarProps) {
  const t = useTranslations('ui')
  const sheet = useRef<HTMLDialogElement>(null)
  const [wanted, setWanted] = useState(false)
  const current = useCurrentSection(sections)
  const barred = sections.slice(0, roomForSections)
  const inSheet = current !== undefined && barred.every(({ href }) => href !== current)
  // Its content stands before it opens, so that the focus finds its place in it.
  const open = () => {
    flushSync(() => setWanted(true))
    sheet.current?.showModal()
  }
  const looks = (here: boolean) => cn(itemClass, here ? 'text-primary-text' : 'text-muted-foreground')
  return (
    <nav aria-label={label} className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-card pb-[env(safe-area-inset-bottom)] md:hidden">
      {barred.map(({ href, label: name, icon }) => (
        <Link key={href} href={href} aria-current={href === current ? 'page' : undefined} className={looks(href === current)}>
          {icon}
          <span className="max-w-full truncate px-1">{name}</span>
        </Link>
      ))}
      <button type="button" aria-haspopup="dialog" onClick={open} className={looks(inSheet)}>
        <Ellipsis aria-hidden />
        {t('more')}
      </button>
      {wanted ? (
        <MoreSheet
          sheet={sheet}
          current={current}
          sections={[...sections.slice(roomForSections), ...elsewhere]}
          email={email}
          theme={theme}
        />
      ) : null}
    </nav>
  )
}
