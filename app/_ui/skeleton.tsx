import { cn } from './cn'

/** Stands where something will be, in its size; size it by `className`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block rounded-sm bg-border animate-pulse', className)} />
}

/** The shape of a table: a head and `rows` lines of 36 px. */
export function TableSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <div aria-hidden className="divide-y">
      {Array.from({ length: rows + 1 }, (_, row) => (
        <div key={row} className="flex h-9 items-center justify-between gap-6 px-5 max-md:h-11 max-md:px-4">
          <Skeleton className={row === 0 ? 'h-3 w-20' : 'h-3.5 w-40'} />
          <Skeleton className={row === 0 ? 'h-3 w-12' : 'h-3.5 w-24'} />
        </div>
      ))}
    </div>
  )
}
