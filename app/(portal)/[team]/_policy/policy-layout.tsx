import type { ReactNode } from 'react'

/** The form at the left, what is in force beside it; on a phone what is in force comes first. */
export function PolicyLayout({ words, form }: { words: ReactNode; form: ReactNode }) {
  if (form === null) return <div className="max-w-2xl">{words}</div>
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_340px]">
      <div className="min-w-0 lg:order-2">{words}</div>
      <div className="min-w-0 lg:order-1">{form}</div>
    </div>
  )
}
