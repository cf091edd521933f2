'use client'

import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { cn } from './cn'
import { inputClass } from './input'
import { useQuery } from './use-query'

const restMs = 250

/** Narrows a list as one types: the text goes into the address once the typing rests. */
export function SearchField({ param, label, className }: { param: string; label: string; className?: string }) {
  const { query, write, pending } = useQuery()
  const written = query.get(param) ?? ''
  const [text, setText] = useState(written)
  const [seen, setSeen] = useState(written)
  // The address changed by itself (back, a cleared filter): the field follows, unless it is what was just typed.
  if (seen !== written) {
    setSeen(written)
    if (written !== text.trim()) setText(written)
  }

  const rest = useEffectEvent(() => write({ [param]: text.trim() || null }))
  useEffect(() => {
    if (text.trim() === written) return
    const timer = setTimeout(rest, restMs)
    return () => clearTimeout(timer)
  }, [text, written])

  return (
    <div role="search" aria-busy={pending} className={cn('relative w-64 max-w-full max-md:w-full', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={cn(inputClass, 'h-7 pl-8 text-sm max-md:h-9')}
      />
    </div>
  )
}
