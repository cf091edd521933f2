import { cn } from './cn'

/** The mark: a barrier half raised over a line, in the text's own colour, and a name beside it. */
export function BrandMark({ name, className }: { name: string; className?: string | undefined }) {
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-2 text-lg font-semibold tracking-tight', className)}>
      <svg aria-hidden viewBox="0 0 20 20" className="size-5 shrink-0">
        <path d="M4 17V8" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
        <path d="M4 9 17 3.5" stroke="var(--primary)" strokeWidth="3" strokeLinecap="round" />
        <path d="M2 18h16" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <span className="truncate">{name}</span>
    </span>
  )
}
