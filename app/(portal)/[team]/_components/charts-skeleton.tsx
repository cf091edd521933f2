import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the overview's lower half: two charts, two lists. */
export function ChartsSkeleton() {
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      {[0, 1].map((chart) => (
        <div key={chart} className="h-[386px] rounded border bg-card p-5">
          <Skeleton className="h-5 w-28" />
          <Skeleton className="mt-12 h-[240px] w-full" />
        </div>
      ))}
      {[0, 1].map((list) => (
        <div key={list} className="rounded border bg-card">
          <div className="flex h-12 items-center border-b px-5">
            <Skeleton className="h-5 w-28" />
          </div>
          <TableSkeleton rows={5} />
        </div>
      ))}
    </div>
  )
}
