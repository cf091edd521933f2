import Link from 'next/link'
import { cn } from './cn'

export interface TabLink {
  href: string
  label: string
  current: boolean
}

/** Pages, or views of one page, side by side: each has an address of its own. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? 'page' : undefined}
          className={cn(
            'flex h-9 shrink-0 items-center border-b-2 text-sm font-medium transition-colors -outline-offset-2 max-md:h-11',
            tab.current ? 'border-primary text-foreground' : 'border-transparent text-muted-foreground hover:text-foreground',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
