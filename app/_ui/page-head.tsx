import type { ReactNode } from 'react'

/** Title, one sentence at most, the primary act at the right. */
export function PageHead({ title, text, act }: { title: ReactNode; text?: ReactNode; act?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="truncate text-xl font-semibold">{title}</h1>
        {text ? <p className="mt-0.5 max-w-prose text-muted-foreground">{text}</p> : null}
      </div>
      {act}
    </header>
  )
}
