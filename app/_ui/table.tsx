import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

interface TableProps {
  label: string
  className?: string
  /** Of the region around it: a height makes it scroll under a head that stays. */
  regionClass?: string
  children: ReactNode
}

/** Scrolls sideways inside itself; the label names the region for those who reach it by keyboard. */
export function Table({ label, className, regionClass, children }: TableProps) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className={cn('relative w-full overflow-x-auto', regionClass)}>
      <table className={cn('w-full border-collapse text-sm', className)}>{children}</table>
    </div>
  )
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-0 z-10 bg-card text-muted-foreground">
      <tr>{children}</tr>
    </thead>
  )
}

interface CellProps {
  /** Numbers stand right-aligned in figures of one width. */
  numeric?: boolean
}

const edge = 'px-3 first:pl-5 last:pr-5 max-md:first:pl-4 max-md:last:pr-4'

export function Th({ numeric, className, ...props }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope="col"
      className={cn('h-9 border-b text-xs font-medium whitespace-nowrap', edge, numeric ? 'text-right' : 'text-left', className)}
      {...props}
    />
  )
}

export function Tr({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b transition-colors last:border-b-0 hover:bg-muted', className)} {...props} />
}

export function Td({ numeric, className, ...props }: ComponentProps<'td'> & CellProps) {
  return <td className={cn('h-9 py-1 max-md:h-11', edge, numeric && 'text-right tabular-nums whitespace-nowrap', className)} {...props} />
}
