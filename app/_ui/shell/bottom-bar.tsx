'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Theme } from '../../_preferences/preferences'
import { cn } from '../cn'
import { Dialog, DialogContent, DialogTrigger } from '../dialog'
import { LanguageSwitch } from '../language-switch'
import { ThemeSwitch } from '../theme-switch'
import { AccountMenu } from './account-menu'
import type { Section } from './rail-nav'
import { SectionLink, useIsCurrent } from './section-link'
import { ServiceStatus } from './service-status'

interface BottomBarProps {
  label: string
  sections: readonly Section[]
  elsewhere: readonly Section[]
  email: string
  theme: Theme
}

const roomForSections = 4
const itemClass = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium [&_svg]:size-5'

/** A phone's rail: the first four sections, and a sheet with the rest. */
export function BottomBar({ label, sections, elsewhere, email, theme }: BottomBarProps) {
  const t = useTranslations()
  const [open, setOpen] = useState(false)
  const rest = [...sections.slice(roomForSections), ...elsewhere]
  return (
    <nav aria-label={label} className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-card pb-[env(safe-area-inset-bottom)] md:hidden">
      {sections.slice(0, roomForSections).map((section) => (
        <BarLink key={section.href} section={section} />
      ))}
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogTrigger className={cn(itemClass, 'text-muted-foreground')}>
          <Ellipsis aria-hidden />
          {t('ui.more')}
        </DialogTrigger>
        <DialogContent title={t('ui.more')} className="animate-sheet-in!">
          <div className="flex flex-col gap-1">
            {rest.map((section) => (
              <SectionLink
                key={section.href}
                href={section.href}
                onClick={() => setOpen(false)}
                className="flex h-11 items-center gap-3 rounded px-2 font-medium hover:bg-hover [&_svg]:size-4"
              >
                {section.icon}
                {section.label}
              </SectionLink>
            ))}
            <div className="flex items-center justify-between px-2">
              {t('ui.language')}
              <LanguageSwitch />
            </div>
            <div className="flex items-center justify-between px-2">
              {t('ui.theme')}
              <ThemeSwitch theme={theme} />
            </div>
            <ServiceStatus className="px-2" />
            <AccountMenu email={email} />
          </div>
        </DialogContent>
      </Dialog>
    </nav>
  )
}

function BarLink({ section }: { section: Section }) {
  const current = useIsCurrent(section.href)
  return (
    <SectionLink
      href={section.href}
      aria-current={current ? 'page' : undefined}
      className={cn(itemClass, current ? 'text-primary-text' : 'text-muted-foreground')}
    >
      {section.icon}
      <span className="max-w-full truncate px-1">{section.label}</span>
    </SectionLink>
  )
}
