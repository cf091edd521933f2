'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useEffectEvent, useId, useRef } from 'react'
import { buttonClass } from './button'

interface SidePanelProps {
  title: ReactNode
  /** The address of the list without the panel. */
  closeHref: string
  /** Acts beside the title. */
  act?: ReactNode
  children: ReactNode
}

/** Dialogs, and menus and popovers that are open; a closed menu stays in the page. */
const layers = '[role=dialog], [role=alertdialog], dialog[open], :popover-open'

/**
 * One thing of a list, beside the list, with an address of its own; on a phone it covers the page.
 * Put it after the list in a flex row: `<div className="flex items-start gap-5">`.
 */
export function SidePanel({ title, closeHref, act, children }: SidePanelProps) {
  const t = useTranslations('ui')
  const id = useId()
  const router = useRouter()
  const panel = useRef<HTMLElement>(null)
  const close = useEffectEvent(() => router.push(closeHref, { scroll: false }))

  // The focus goes to what has opened, and back to where it was.
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])

  // A layer above takes Escape for itself.
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector(layers)) close()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={id}
      className={
        'flex flex-col border bg-card outline-none max-lg:fixed max-lg:inset-0 max-lg:z-40 max-lg:border-0 ' +
        'lg:sticky lg:top-4 lg:max-h-[calc(100dvh-32px)] lg:w-[440px] lg:shrink-0 lg:rounded'
      }
    >
      <header className="flex items-center gap-2 border-b py-2 pr-2 pl-5 max-md:pl-4">
        <h2 id={id} className="min-w-0 flex-1 truncate text-lg font-semibold">
          {title}
        </h2>
        {act}
        <Link href={closeHref} scroll={false} aria-label={t('close')} className={buttonClass('ghost', 'icon')}>
          <X aria-hidden />
        </Link>
      </header>
      {/* What scrolls is reached by keyboard, also where nothing in it is. */}
      <div
        role="group"
        aria-labelledby={id}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-5 -outline-offset-2 max-md:p-4"
      >
        {children}
      </div>
    </aside>
  )
}
