import Link from 'next/link'
import { cn } from './cn'
import { LinkPending } from './link-pending'

export interface Segment {
  href: string
  label: string
  current: boolean
}

/** One of a few views of the same page, each with an address. */
export function Segments({ label, items }: { label: string; items: readonly Segment[] }) {
  return (
    <nav aria-label={label} className="inline-flex max-w-full divide-x overflow-x-auto rounded border border-input bg-card">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          replace
          scroll={false}
          prefetch={false}
          aria-current={item.current ? 'true' : undefined}
          className={cn(
            'flex h-[26px] items-center px-2.5 text-sm font-medium whitespace-nowrap transition-colors -outline-offset-2 max-md:h-[34px]',
            item.current ? 'bg-primary-soft text-primary-text' : 'text-muted-foreground hover:bg-hover hover:text-foreground',
          )}
        >
          <LinkPending>{item.label}</LinkPending>
        </Link>
      ))}
    </nav>
  )
}
