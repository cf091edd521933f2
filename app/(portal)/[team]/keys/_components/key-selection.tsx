'use client'

import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, use, useState } from 'react'
import { Button } from '#ui/button'
import { useKeyDialogs } from './key-dialogs-provider'

interface Selection {
  chosen: ReadonlySet<string>
  /** Those that may be chosen. */
  among: readonly string[]
  choose: (keys: readonly string[], wanted: boolean) => void
}

const SelectionContext = createContext<Selection>({ chosen: new Set(), among: [], choose: () => undefined })
const boxClass = 'block size-4 accent-(--primary-solid)'
/** The whole cell answers a finger. */
const cellClass = 'flex h-9 w-9 items-center justify-center max-md:h-11'

/** Remembers which rows are ticked; `among` are the ids of those that can be. */
export function KeySelection({ among, children }: { among: readonly string[]; children: ReactNode }) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const choose = (keys: readonly string[], wanted: boolean) => {
    const next = new Set(ticked)
    for (const key of keys) {
      if (wanted) next.add(key)
      else next.delete(key)
    }
    setTicked(next)
  }
  // What was ticked on another page of the list, or has gone meanwhile, is not acted upon unseen.
  const chosen = new Set(among.filter((key) => ticked.has(key)))
  return (
    <SelectionContext value={{ chosen, among, choose }}>
      {children}
      <BulkBar />
    </SelectionContext>
  )
}

export function SelectKey({ id, name }: { id: string; name: string }) {
  const t = useTranslations('keys')
  const { chosen, choose } = use(SelectionContext)
  return (
    <label className={cellClass}>
      <input
        type="checkbox"
        aria-label={t('select', { name })}
        checked={chosen.has(id)}
        onChange={(event) => choose([id], event.target.checked)}
        className={boxClass}
      />
    </label>
  )
}

export function SelectAllKeys() {
  const t = useTranslations('keys')
  const { chosen, among, choose } = use(SelectionContext)
  if (among.length === 0) return null
  const all = chosen.size === among.length
  return (
    <label className={cellClass}>
      <input
        type="checkbox"
        aria-label={t('selectAll')}
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = chosen.size > 0 && !all
        }}
        onChange={() => choose(among, !all)}
        className={boxClass}
      />
    </label>
  )
}

function BulkBar() {
  const t = useTranslations('keys')
  const ask = useKeyDialogs()
  const { chosen, among, choose } = use(SelectionContext)
  const clear = () => choose(among, false)
  if (chosen.size === 0) return null
  return (
    <div
      role="region"
      aria-label={t('selection')}
      className="sticky bottom-3 z-20 mx-auto mb-3 flex w-fit max-w-full items-center gap-3 rounded border bg-popover py-2 pr-2 pl-4 shadow-float max-md:bottom-20"
    >
      <span role="status" className="text-sm font-medium tabular-nums">
        {t('selected', { count: chosen.size })}
      </span>
      <Button variant="secondary" size="sm" onClick={() => ask({ act: 'disableMany', keys: [...chosen], done: clear })}>
        {t('disable')}
      </Button>
      <Button variant="ghost" size="sm" onClick={clear}>
        {t('clearSelection')}
      </Button>
    </div>
  )
}
