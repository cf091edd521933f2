import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the page: head and period, filters, chart, table. */
export default function UsageLoading() {
  return (
    <>
      <div className="flex h-12 items-start justify-between">
        <div className="flex h-full flex-col justify-center gap-2">
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-3.5 w-64" />
        </div>
        <Skeleton className="h-7 w-80 max-md:hidden" />
      </div>
      <div className="flex gap-2">
        <Skeleton className="h-7 w-16" />
        <Skeleton className="h-7 w-20" />
      </div>
      <div className="rounded border bg-card">
        <div className="flex h-[53px] items-center border-b px-5">
          <Skeleton className="h-7 w-72" />
        </div>
        <div className="h-[374px] p-5">
          <Skeleton className="h-[300px] w-full" />
        </div>
      </div>
      <div className="rounded border bg-card">
        <div className="flex h-[53px] items-center border-b px-5">
          <Skeleton className="h-7 w-56" />
        </div>
        <TableSkeleton rows={10} />
      </div>
    </>
  )
}
