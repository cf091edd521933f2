import type { ReactNode } from 'react'

export interface KeyValue {
  label: ReactNode
  value: ReactNode
}

/** Facts about one thing, a line each: the name at the left, the value at the right. */
export function KeyValues({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className="divide-y text-sm">
      {items.map((item, index) => (
        <div key={index} className="flex flex-wrap items-baseline justify-between gap-x-6 py-2">
          <dt className="shrink-0 text-muted-foreground">{item.label}</dt>
          <dd className="ml-auto min-w-0 text-right break-words tabular-nums">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
