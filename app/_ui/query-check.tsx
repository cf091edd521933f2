'use client'

import { useOptimistic, useTransition } from 'react'
import { useQuery } from './use-query'

/** A tick that lives in the address as `param=1`. */
export function QueryCheck({ param, label }: { param: string; label: string }) {
  const { query, write } = useQuery()
  const [, start] = useTransition()
  const [checked, setChecked] = useOptimistic(query.get(param) === '1')
  return (
    <label className="inline-flex h-7 cursor-pointer items-center gap-2 text-sm max-md:h-9">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => {
          const next = event.target.checked
          start(() => {
            setChecked(next)
            write({ [param]: next ? '1' : null })
          })
        }}
        className="size-4 accent-(--primary-solid)"
      />
      {label}
    </label>
  )
}
