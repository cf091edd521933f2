import type { ReactNode } from 'react'
import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The head of a detail page and, where it has them, its figures. */
export function DetailLoading({ figures = 0, children }: { figures?: number; children: ReactNode }) {
  return (
    <>
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-3">
        <div className="flex flex-col gap-2">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-3.5 w-64 max-w-full" />
        </div>
        <Skeleton className="h-8 w-28" />
      </div>
      {figures === 0 ? null : (
        <div className="grid gap-px overflow-hidden rounded border bg-border max-md:grid-cols-2 md:grid-cols-4">
          {Array.from({ length: figures }, (_, figure) => (
            <div key={figure} className="flex h-24 flex-col gap-2.5 bg-card px-5 py-4 max-md:px-4 max-md:py-3">
              <Skeleton className="h-3.5 w-20" />
              <Skeleton className="h-5 w-24" />
              <Skeleton className="h-3.5 w-28 max-w-full" />
            </div>
          ))}
        </div>
      )}
      {children}
    </>
  )
}

/** A card with a title over lines of a table. */
export function CardLoading({ rows }: { rows: number }) {
  return (
    <div className="min-w-0 rounded border bg-card">
      <div className="flex h-14 items-center border-b px-5 max-md:px-4">
        <Skeleton className="h-5 w-28" />
      </div>
      <TableSkeleton rows={rows} />
    </div>
  )
}
