import type { ReactNode } from 'react'
import { cn } from './cn'

/** A bordered block of a page; `id` makes its heading an anchor of the rail. */
export function Card({ id, className, children }: { id?: string; className?: string; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={id ? `${id}-title` : undefined} className={cn('min-w-0 rounded border bg-card', className)}>
      {children}
    </section>
  )
}

interface CardHeadProps {
  /** The card's own id: the title gets `${id}-title`. */
  id?: string
  title: ReactNode
  text?: ReactNode
  act?: ReactNode
}

export function CardHead({ id, title, text, act }: CardHeadProps) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-5 py-3 max-md:px-4">
      <div className="min-w-0">
        <h2 id={id ? `${id}-title` : undefined} className="text-lg font-semibold">
          {title}
        </h2>
        {text ? <p className="text-sm text-muted-foreground">{text}</p> : null}
      </div>
      {act}
    </header>
  )
}

export function CardBody({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('p-5 max-md:p-4', className)}>{children}</div>
}
