import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the overview: head, balance, five figures, two charts, two lists. */
export default function OverviewLoading() {
  return (
    <>
      <div className="flex h-12 items-start justify-between">
        <div className="flex h-full flex-col justify-center gap-2">
          <Skeleton className="h-5 w-32" />
          <Skeleton className="h-3.5 w-56" />
        </div>
        <Skeleton className="h-7 w-80 max-md:hidden" />
      </div>
      <div className="flex h-[138px] flex-col gap-2 rounded border bg-card px-5 py-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-8 w-40" />
        <Skeleton className="mt-2 h-4 w-80 max-w-full" />
      </div>
      <div className="grid grid-cols-5 divide-x rounded border bg-card max-md:grid-cols-2">
        {Array.from({ length: 5 }, (_, index) => (
          <div key={index} className="flex h-[126px] flex-col gap-2.5 px-5 py-4">
            <Skeleton className="h-4 w-20" />
            <Skeleton className="h-6 w-24" />
            <Skeleton className="h-3.5 w-28" />
          </div>
        ))}
      </div>
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
    </>
  )
}
